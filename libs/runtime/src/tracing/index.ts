export { ALLOWED_ATTRIBUTES } from './allowed-spans';
export { BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from './tracing';
