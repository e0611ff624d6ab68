import { PROCESS_PORTS, type ProcessConfig, type ProcessName } from '@yagura/config';
import { AppError, Unavailable } from '@yagura/kernel';
import { createLog, openProcessDoor, ProcessHealth, startProcessMetrics, startTraceExport, type Logger } from '@yagura/runtime';
import { Undo } from '../service/undo';
import { PARTS } from './parts';

export interface ServedPart {
  readonly addresses: Readonly<Record<string, string>>;
  /** The internal port that was taken. */
  readonly port: number;
  /** Resolves with the name of a reader that died: the process is of no use any more and should end as failed. */
  readonly died: Promise<string>;
  /** Refuses new work, lets what is under way end, and closes. */
  stop(): Promise<void>;
}

/** Starts one part in this process with its internal address. Metrics come first: what is made before them is not counted. */
export async function servePart(name: ProcessName, config: ProcessConfig, log: Logger = createLog(config.logLevel)): Promise<ServedPart> {
  const undo = new Undo();
  const health = new ProcessHealth();
  try {
    if (config.otlpUrl !== undefined) {
      const tracing = await startTraceExport(config.otlpUrl, name);
      undo.add(() => tracing.stop().catch(() => undefined));
    }
    const metrics = await startProcessMetrics(name, health);
    undo.add(() => metrics.stop());
    const start = await PARTS[name]();
    const { addresses, calls } = await start({ config, log, health, undo });
    const door = await openProcessDoor({
      host: config.processHost, port: config.processPort ?? PROCESS_PORTS[name], health, metrics, calls, onError: (error) => log.error({ err: error }, 'the internal address failed'),
    });
    // Undone first: calls under way still find their service and their database.
    undo.add(() => door.stop());
    health.started();
    const died = new Promise<string>((resolve) => { health.guard(resolve, config.readerSilenceSec * 1_000); });
    return {
      addresses, port: door.port, died,
      stop: async () => {
        health.stopping();
        await undo.all();
      },
    };
  } catch (error) {
    await undo.all().catch(() => undefined);
    throw isAway(error) ? new Unavailable(`${name} cannot start: a server that it stands on does not answer, or was not made ready by "yagura prepare".`, { slug: 'process.not_started', cause: error }) : error;
  }
}

/** A server that cannot be reached, is just starting or stopping, or does not know us yet (PostgreSQL, appendix A: classes 08 and 57P0, 28P01, 3D000). */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|08.{3}|57P0.|28P01|3D000)$/.test(code) || error.message === 'Connection terminated unexpectedly';
}
