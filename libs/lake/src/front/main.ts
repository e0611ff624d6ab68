import type { Server } from 'node:http';
import { readArguments, type FrontArguments } from './arguments';
import { Engine } from './engine';
import { createHttpFront } from './http-front';
import { readOrMakeKey } from './key-file';

/** A query in the engine cannot be interrupted; after this long the process ends anyway, which costs no acknowledged row. */
const CLOSE_DEADLINE_MS = 5000;
/** A child whose parent died has nobody to answer; only running inserts get a moment. */
const ORPHAN_DEADLINE_MS = 500;

/** The whole life of the front's process: open, listen, say so in one line, close on a signal or when the parent is gone. */
export async function runLakeFront(argv: readonly string[]): Promise<void> {
  const given = readArguments(argv);
  const key = readOrMakeKey(given.keyFile);
  const engine = await Engine.open(given.data, given.maxMemoryMb);
  const server = createHttpFront({ engine, key, maxBodyBytes: given.maxBodyMb * 1024 * 1024 });
  closeInTime(server, engine, given.exitWithStdin);
  const port = await listen(server, given);
  process.stdout.write(`${JSON.stringify({ ready: true, port, pid: process.pid })}\n`);
}

async function listen(server: Server, given: FrontArguments): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(given.port, given.host, () => { resolve(); });
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : given.port;
}

function closeInTime(server: Server, engine: Engine, exitWithStdin: boolean): void {
  let isClosing = false;
  const close = (deadlineMs: number): void => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => { process.kill(process.pid, 'SIGKILL'); }, deadlineMs).unref();
    server.close(() => {
      engine.close();
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  process.on('SIGINT', () => { close(CLOSE_DEADLINE_MS); });
  process.on('SIGTERM', () => { close(CLOSE_DEADLINE_MS); });
  if (!exitWithStdin) return;
  // The parent holds the other end: its death, however sudden, closes the pipe.
  process.stdin.resume();
  process.stdin.on('end', () => { close(ORPHAN_DEADLINE_MS); });
  process.stdin.on('error', () => { close(ORPHAN_DEADLINE_MS); });
}
