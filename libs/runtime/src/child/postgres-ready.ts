import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@yagura/kernel';

/** How long a server may say nothing at all. */
const SILENT_MS = 30_000;
/** How long it may replay its log after a crash, of which it tells while it does; the size of the log bounds it. */
const REPLAY_MS = 600_000;
const LOOK_EVERY_MS = 20;

type Answer = 'ready' | 'starting' | 'silent';
export interface PostgresAddress { readonly host: string; readonly port: number }

/** Resolves when the server takes sessions. Throws Unavailable when it ended (`ended`, with its last words) or says nothing for too long. */
export async function whenReady(address: PostgresAddress, ended: Promise<string>): Promise<void> {
  let dead: string | undefined;
  void ended.then((last) => { dead = last; });
  const began = performance.now();
  for (let heardAt = began; performance.now() - heardAt < SILENT_MS && performance.now() - began < REPLAY_MS;) {
    const answer = await askedToStart(address);
    if (dead !== undefined) throw new Unavailable(`PostgreSQL ended while starting: ${dead}`, { slug: 'postgres.ended' });
    if (answer === 'ready') return;
    if (answer === 'starting') heardAt = performance.now();
    await pause(LOOK_EVERY_MS);
  }
  throw new Unavailable('PostgreSQL does not become ready.', { slug: 'postgres.not_ready' });
}

/**
 * What the server answers to a startup message: a request to authenticate, or that the database system is starting up (PostgreSQL
 * protocol 3.0, message formats: 'R' against 'E').
 */
function askedToStart({ host, port }: PostgresAddress): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const finish = (answer: Answer): void => { socket.destroy(); resolve(answer); };
    const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + parameters.length, 0);
    head.writeInt32BE(196_608, 4);
    socket.once('connect', () => socket.write(Buffer.concat([head, parameters])));
    socket.once('data', (bytes) => finish(bytes[0] === 0x52 ? 'ready' : 'starting'));
    socket.once('close', () => finish('silent'));
    socket.once('error', () => finish('silent'));
    socket.setTimeout(1_000, () => finish('silent'));
  });
}
