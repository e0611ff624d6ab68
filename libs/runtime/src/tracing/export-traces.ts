import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { AllowedSpans } from './allowed-spans';
import { BatchSpanProcessor, startTracing, type Tracing } from './tracing';

/** A collector that does not answer must hold up neither the work nor the stop. */
const PATIENCE_MS = 3_000;
/** Whoever looks for a trace looks for what just happened. */
const DELAY_MS = 1_000;
/** Where collectors take traces when their address names no path (OpenTelemetry protocol, OTLP/HTTP request). */
const TRACES_PATH = '/v1/traces';

/**
 * Starts tracing with export to a collector (OTLP over HTTP, JSON), under the name of what this process serves. Spans wait in memory, bounded,
 * and those that a collector does not take are dropped: traces help to find a fault and are no evidence. `stop` sends what waits.
 */
export function exportTraces(collector: string, serves: string): Tracing {
  const url = new URL(collector);
  if (url.pathname === '/') url.pathname = TRACES_PATH;
  const exporter = new AllowedSpans(new OTLPTraceExporter({ url: url.href, timeoutMillis: PATIENCE_MS }));
  return startTracing(new BatchSpanProcessor(exporter, { exportTimeoutMillis: PATIENCE_MS, scheduledDelayMillis: DELAY_MS }), serves);
}
