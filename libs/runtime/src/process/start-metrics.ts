import type { ProcessHealth } from './process-health';
import type { ProcessMetrics } from './process-metrics';

/** Starts counting for `/metrics`, as `startMetrics` does, and loads the exporter only now: the all-in-one has no use for it. */
export async function startProcessMetrics(service: string, health: ProcessHealth): Promise<ProcessMetrics> {
  const { startMetrics } = await import('./process-metrics.js');
  return startMetrics(service, health);
}
