import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { processTree } from '@yagura/runtime';
import { fail, ok, type Health } from './health';

export interface WantedPort {
  readonly name: string;
  readonly flag: string;
  readonly host: string;
  readonly port: number;
}

/** Each port: free, held by the installation whose process is `ours`, or taken by somebody else. */
export function portHealth(wanted: readonly WantedPort[], ours: number | undefined): Promise<Health[]> {
  const own = new Set(ours === undefined ? [] : processTree(ours));
  return Promise.all(wanted.map(async ({ name, flag, host, port }) => {
    const title = `port ${name}`;
    if (port === 0) return ok(title, 'any free one');
    if (await isFree(host, port)) return ok(title, `${port} is free`);
    const holders = holdersOf(port);
    if (holders.some((pid) => own.has(pid))) return ok(title, `${port} is held by our own running installation`);
    const who = holders.length === 0 ? 'another user’s program' : `process ${holders[0]} (${nameOf(holders[0])})`;
    return fail(title, `${port} is taken by ${who}`, `stop that, or choose another port with --${flag}`);
  }));
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Processes with a listening socket on the port (proc(5), net/tcp and fd); those of other users are not shown to us. */
function holdersOf(port: number): number[] {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listening(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => openFiles(pid).some((file) => sockets.has(file)));
}

function listening(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return lines(table).map((line) => line.trim().split(/\s+/)).filter(([, local, , state]) => state === '0A' && local.endsWith(`:${hex}`)).map((fields) => fields[9]);
}

/** Empty for a process of somebody else, whose files we may not see, and for one that ended meanwhile. */
const openFiles = (pid: number): string[] =>
  orNothing(() => readdirSync(`/proc/${pid}/fd`)).flatMap((fd) => orNothing(() => [readlinkSync(`/proc/${pid}/fd/${fd}`)]));

const lines = (file: string): string[] => orNothing(() => readFileSync(file, 'utf8').split('\n').slice(1).filter((line) => line !== ''));

const nameOf = (pid: number): string => orNothing(() => [readFileSync(`/proc/${pid}/comm`, 'utf8').trim()])[0] ?? 'unknown';

function orNothing<Value>(read: () => Value[]): Value[] {
  try {
    return read();
  } catch {
    return [];
  }
}
