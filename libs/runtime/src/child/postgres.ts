import { spawn, type ChildProcess } from 'node:child_process';
import { Unavailable } from '@yagura/kernel';
import { guard } from './guardian';
import { lastLine, postgresProgram, serverUser } from './postgres-binaries';
import { ensureCluster } from './postgres-cluster';
import { clusterName, endLeftover } from './postgres-leftover';
import { clusterPlace } from './postgres-place';
import { whenReady } from './postgres-ready';

export interface PostgresOptions {
  /** Folder of the cluster; created on first use. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Password of the cluster's superuser `postgres`, set at creation. */
  readonly password: string;
  /** Extra server settings, such as `fsync=off` for throw-away test servers. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly pid: number;
  /** Connection address of the superuser. */
  readonly url: string;
  /** Resolves when the server process ends, with its last words; an orderly stop included. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Modest sizes for one machine: the all-in-one's memory is a promise, and a client company's case load is small beside its telemetry. */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '64MB', max_connections: '120', unix_socket_directories: '', listen_addresses: '127.0.0.1', jit: 'off',
  max_wal_size: '512MB', wal_compression: 'pglz', password_encryption: 'scram-sha-256', timezone: 'UTC', log_min_messages: 'warning',
  max_parallel_workers_per_gather: '0', max_worker_processes: '2', idle_in_transaction_session_timeout: '30s', statement_timeout: '30s',
  track_activity_query_size: '256', max_parallel_workers: '0', autovacuum_max_workers: '1', max_logical_replication_workers: '0',
};

/**
 * Starts the PostgreSQL of the all-in-one from the binaries that npm installed. A server that a killed run left on the folder is ended
 * first; ours dies with us (see `guard`). Throws Unavailable, with the server's own last words, when it cannot serve.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataDir = clusterPlace(options.dataDir);
  await endLeftover(dataDir);
  await ensureCluster(dataDir, options.password);
  const settings = Object.entries({ ...SETTINGS, listen_addresses: options.host, port: String(options.port), cluster_name: clusterName(dataDir), ...options.settings });
  const child = spawn(postgresProgram('postgres'), ['-D', dataDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...serverUser(), detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const words = collect(child);
  const ended = new Promise<string>((resolve) => child.once('exit', () => resolve(words.last())));
  const pid = child.pid;
  if (pid === undefined) throw new Unavailable('PostgreSQL could not be started from the installed binaries.', { slug: 'postgres.not_started' });
  const release = guard(pid, 'INT');
  // A guardian that outlives its charge would one day signal a stranger of the same number.
  void ended.then(release);
  child.unref();
  await whenReady(options, ended).catch((error: unknown) => {
    // One that ended by itself needs no signal; one that does not answer is of no use to the next start either.
    child.kill('SIGQUIT');
    throw error;
  });
  return {
    pid,
    url: `postgresql://postgres:${encodeURIComponent(options.password)}@${options.host}:${options.port}/postgres`,
    ended,
    stop: async () => {
      // While it is being stopped the child keeps this process alive; before, it never does.
      child.ref();
      // Fast shutdown: sessions are ended, a checkpoint is written, nothing committed is lost.
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGINT');
      await ended;
    },
  };
}

function collect(child: ChildProcess): { last(): string } {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => { text = (text + chunk).slice(-8192); });
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return { last: () => lastLine(text) };
}
