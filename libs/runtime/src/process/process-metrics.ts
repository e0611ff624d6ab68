import type { IncomingMessage, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { metrics as api } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { meter } from './meter';
import type { ProcessHealth } from './process-health';

/** What this process counts, as Prometheus reads it. */
export interface ProcessMetrics {
  answer(request: IncomingMessage, response: ServerResponse): void;
  stop(): Promise<void>;
}

/** Starts counting, before any service: instruments that were made earlier count nothing. */
export function startMetrics(service: string, health: ProcessHealth): ProcessMetrics {
  const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true, withoutTargetInfo: true });
  const provider = new MeterProvider({ readers: [exporter] });
  api.setGlobalMeterProvider(provider);
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  observe(service, health, () => {
    const seconds = lag.percentile(99) / 1e9;
    lag.reset();
    return seconds;
  });
  return {
    answer: (request, response) => exporter.getMetricsRequestHandler(request, response),
    stop: async () => {
      lag.disable();
      await provider.shutdown();
      api.disable();
    },
  };
}

function observe(service: string, health: ProcessHealth, lagSeconds: () => number): void {
  const own = meter();
  own.createObservableGauge('yagura_process_up', { description: 'one, with the name of what this process serves' }).addCallback((result) => { result.observe(1, { service }); });
  own.createObservableGauge('yagura_process_resident_memory_bytes').addCallback((result) => { result.observe(process.memoryUsage.rss()); });
  own.createObservableGauge('yagura_event_loop_lag_p99_seconds', { description: 'since the last reading' }).addCallback((result) => { result.observe(lagSeconds()); });
  own.createObservableCounter('yagura_process_cpu_seconds').addCallback((result) => {
    const { user, system } = process.cpuUsage();
    result.observe((user + system) / 1e6);
  });
  own.createObservableGauge('yagura_reader_still_seconds', { description: 'for how long work has waited for a reader without moving' }).addCallback((result) => {
    for (const { name, stillMs } of health.progress) result.observe(stillMs / 1_000, { reader: name });
  });
}
