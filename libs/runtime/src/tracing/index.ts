export { BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from './tracing';
