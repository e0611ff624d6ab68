import { randomUUID } from 'node:crypto';
import { core, NodeSDK, resources, tracing } from '@opentelemetry/sdk-node';

export interface Tracing {
  stop(): Promise<void>;
}

/**
 * Starts OpenTelemetry for this process, before any service; `serves` is what it serves. Spans of doors, operations, consumers and pipelines are
 * made by our own code at the places that mean something; library instrumentation is left off because it costs a quarter of the throughput
 * and more. Trace context travels and baggage does not: it would carry whatever somebody put into it through every part.
 */
export function startTracing(processor: tracing.SpanProcessor, serves = 'yagura'): Tracing {
  const resource = resources.resourceFromAttributes({
    'service.namespace': 'yagura', 'service.name': serves, 'service.instance.id': randomUUID(), 'process.pid': process.pid,
  });
  const sdk = new NodeSDK({
    resource, spanProcessors: [processor], instrumentations: [], autoDetectResources: false, metricReaders: [], logRecordProcessors: [],
    textMapPropagator: new core.W3CTraceContextPropagator(),
  });
  sdk.start();
  return { stop: () => sdk.shutdown() };
}

export const { BatchSpanProcessor, InMemorySpanExporter, SimpleSpanProcessor } = tracing;
