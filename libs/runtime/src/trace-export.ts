/**
 * Starts tracing with export to a collector, as `exportTraces` does, and loads the exporter only now: it costs every start memory and
 * time, and most installations export nothing.
 */
export async function startTraceExport(collector: string, serves: string): Promise<{ stop(): Promise<void> }> {
  const { exportTraces } = await import('./tracing/export-traces.js');
  return exportTraces(collector, serves);
}
