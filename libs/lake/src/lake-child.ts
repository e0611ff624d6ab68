import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Unavailable } from '@yagura/kernel';

export interface LakeChildOptions {
  /** Folder of the lake; made when missing. One process at a time. */
  readonly data: string;
  /** 0 (the default) takes any free port; a restart that keeps its clients must ask for the former one. */
  readonly port?: number;
  readonly host?: string;
  /** Ceiling of the engine's own allocations in MiB. */
  readonly maxMemoryMb?: number;
}

/** Why a lake's process ended. */
export interface LakeChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface LakeChild {
  readonly url: string;
  /** The key that clients of the front must show; the same at every start on the same folder. */
  readonly password: string;
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason; restarting is the caller's policy. */
  readonly exited: Promise<LakeChildExit>;
  /** SIGTERM, and SIGKILL when that takes longer than eight seconds; resolves when the process is gone. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8000;
/** The front writes sentences for operators; more than this is not one. */
const STDERR_KEPT = 4000;

/**
 * Starts the lake as a process of its own and resolves when it answers. The child is detached, so that Ctrl-C reaches only us and we
 * stop it in order; it holds the other end of a pipe of ours, and ends itself when we die however suddenly. Throws Unavailable
 * (`lake.not_started`) with the child's own sentence.
 */
export async function startLakeChild(options: LakeChildOptions): Promise<LakeChild> {
  const host = options.host ?? '127.0.0.1';
  const child = spawn(process.execPath, [...launcher(), ...frontArguments(options, host)], {
    detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin', UV_THREADPOOL_SIZE: '12', MALLOC_ARENA_MAX: '2' },
  });
  // `close` and not `exit`: only then all of the child's last sentence has arrived.
  const exited = new Promise<LakeChildExit>((resolve) => { child.once('close', (code, signal) => { resolve({ code, signal }); }); });
  child.stdin.on('error', () => { child.stdin.destroy(); });
  const port = await readyPort(child, exited);
  child.unref();
  return {
    url: `http://${host}:${port}`, password: readFileSync(join(options.data, 'lake.key'), 'utf8').trim(), pid: child.pid ?? 0, exited,
    stop: () => stop(child, exited),
  };
}

function frontArguments(options: LakeChildOptions, host: string): string[] {
  const memory = options.maxMemoryMb === undefined ? [] : ['--max-memory-mb', String(options.maxMemoryMb)];
  return ['--data', options.data, '--port', String(options.port ?? 0), '--host', host, '--exit-with-stdin', ...memory];
}

/** Under a test runner this file is TypeScript, and the child must run the same sources. */
function launcher(): string[] {
  return __filename.endsWith('.ts') ? [join(__dirname, '../bin/lake-front-from-source.cjs')] : [join(__dirname, '../bin/lake-front.js')];
}

async function readyPort(child: ChildProcess, exited: Promise<LakeChildExit>): Promise<number> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-STDERR_KEPT); });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Unavailable('The lake did not start in time.', { slug: 'lake.not_started' }));
    }, READY_WITHIN_MS);
  });
  const gone = exited.then(({ code, signal }) => {
    // The engine writes lines of its own before ours.
    const sentence = /^lake-front: (.+)$/m.exec(said)?.[1] ?? `It ended with ${signal ?? `code ${String(code)}`}.`;
    throw new Unavailable(`The lake did not start. ${sentence}`, { slug: 'lake.not_started' });
  });
  try {
    return await Promise.race([firstPort(child), gone, late]);
  } finally {
    clearTimeout(timer);
    gone.catch(() => undefined);
    late.catch(() => undefined);
  }
}

function firstPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /^\{"ready":true,"port":(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

async function stop(child: ChildProcess, exited: Promise<LakeChildExit>): Promise<void> {
  child.ref();
  const timer = setTimeout(() => { child.kill('SIGKILL'); }, STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(timer);
}
