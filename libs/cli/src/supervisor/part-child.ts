import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Unavailable } from '@yagura/kernel';
import { readReadyLine, type ReadyPart } from '@yagura/runtime';
import type { Mortal } from '../all-in-one/child-keeper';
import type { PlannedPart, Variables } from './plan-installation';

const BIN = join(__dirname, '..', '..', 'bin', 'yagura.js');
/** A first start makes a database; a machine with two cores starts a dozen processes at once. */
const READY_WITHIN_MS = 180_000;
/** A process has ten seconds for its orderly stop and ends itself then; this is for one that cannot even do that. */
const STOP_WITHIN_MS = 12_000;

/** How a process ended. */
export interface PartEnding { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A part that runs in a child process of ours and is ready. */
export interface PartChild extends Mortal {
  readonly facts: ReadyPart;
  readonly ended: Promise<PartEnding>;
}

/** Where a child's words go, beside its log, and who tells it to end while it starts. */
export interface Supervision {
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts one part and resolves when it is ready. Its log goes where ours goes. It has a process group of its own, so that Ctrl-C reaches it only through
 * us, and a channel to us: when that closes, because we were killed, it stops in order by itself. Throws Unavailable when it ends while it starts.
 */
export async function startPart({ part, label, own }: PlannedPart, shared: Variables, { onLine, signal }: Supervision): Promise<PartChild> {
  if (signal.aborted) throw stopped(label);
  const child = launch(['serve', part, '--json'], { ...shared, ...own });
  const ended = endOf(child);
  const stop = (): Promise<PartEnding> => endWithin(child, ended);
  const quit = (): void => { void stop(); };
  signal.addEventListener('abort', quit, { once: true });
  try {
    const facts = await firstReady(child, ended, onLine);
    // It may have become ready just when it was told to end.
    if (signal.aborted) throw stopped(label);
    if (facts === undefined) throw new Unavailable(`${label} did not become ready; its log says why.`, { slug: 'process.not_started' });
    return { facts, ended, stop: async () => { await stop(); } };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', quit);
  }
}

const stopped = (label: string): Unavailable => new Unavailable(`${label} was not started: everything stops.`, { slug: 'process.not_started' });

/** Makes the stores ready, as `yagura prepare` does in a process of its own, so that its code is not held by who supervises. Throws Unavailable. */
export async function prepareInChild(shared: Variables, { onLine, signal }: Supervision): Promise<void> {
  const child = launch(['prepare'], shared);
  const ended = endOf(child);
  const quit = (): void => { void endWithin(child, ended); };
  signal.addEventListener('abort', quit, { once: true });
  linesOf(child).on('line', onLine);
  const { code } = await ended;
  signal.removeEventListener('abort', quit);
  if (code !== 0) throw new Unavailable('The stores could not be made ready; the lines above say why.', { slug: 'process.not_started' });
}

// Options of this process's Node, such as the space for young objects, are those of its children too.
const launch = (args: readonly string[], variables: Variables): ChildProcess =>
  spawn(process.execPath, [...process.execArgv, BIN, ...args], { detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: variables });

/** The end of its output and not of the process alone: what it said last has been heard. */
const endOf = (child: ChildProcess): Promise<PartEnding> => new Promise((resolve) => {
  child.once('error', () => resolve({ code: null, signal: null }));
  child.once('close', (code, signal) => resolve({ code, signal }));
});

function linesOf({ stdout }: ChildProcess): ReturnType<typeof createInterface> {
  if (stdout === null) throw new TypeError('a child was started without its output');
  return createInterface({ input: stdout });
}

async function firstReady(child: ChildProcess, ended: Promise<PartEnding>, onLine: (line: string) => void): Promise<ReadyPart | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), READY_WITHIN_MS); });
  const ready = new Promise<ReadyPart>((resolve) => {
    linesOf(child).on('line', (line) => {
      const facts = readReadyLine(line);
      if (facts === undefined) onLine(line);
      else resolve(facts);
    });
  });
  return Promise.race([ready, ended.then(() => undefined), late]).finally(() => clearTimeout(timer));
}

async function endWithin(child: ChildProcess, ended: Promise<PartEnding>): Promise<PartEnding> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => { child.kill('SIGKILL'); }, STOP_WITHIN_MS);
  return ended.finally(() => clearTimeout(timer));
}
