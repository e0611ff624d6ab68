import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { FREE_PORTS } from '@yagura/config';

const YAGURA = join(__dirname, '..', '..', 'cli', 'bin', 'yagura.js');
/** A first start makes a database, a lake and keys; a loaded machine is given time. */
const READY_MS = 240_000;
/** Each port is any free one, so that specs run beside each other and beside an installation. */
const PORTS = Object.entries(FREE_PORTS).flatMap(([flag, port]) => [`--${flag}`, port]);

/** How a program ended: its exit code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** As whom and from where; by default this user and this checkout. */
export interface Launch {
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly env?: Readonly<Record<string, string>>;
  /** Path of another `yagura.js`. */
  readonly program?: string;
}

export interface RunningYagura {
  readonly dataDir: string;
  readonly pid: number;
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  readonly identityUrl: string;
  readonly consoleUrl: string;
  readonly portalUrl: string;
  /** What it wrote to its log so far. */
  log(): string;
  /** Sends a signal and waits for the end, whatever it is. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  /** SIGTERM and wait; the folder stays. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Stops and removes the folder. */
  remove(): Promise<void>;
}

/** A start that was not waited for: for specs that interrupt it. */
export interface StartingYagura {
  log(): string;
  end(signal: NodeJS.Signals): Promise<Ending>;
}

/** A folder that the database's unprivileged user may enter when tests run as root. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the built command line as a user would, on free ports, and resolves when it has announced its addresses. */
export async function startYagura(args: readonly string[] = [], dataDir = dataFolder(), launch: Launch = {}): Promise<RunningYagura> {
  const program = new Program(['up', '--data', dataDir, ...PORTS, ...args], launch);
  const facts = await eventually('Yagura is ready', async () => {
    if (program.child.exitCode !== null) throw new Error(`Yagura ended while starting:\n${program.said()}`);
    return Promise.resolve(announced(dataDir, program.child));
  }, READY_MS).catch(async (error: unknown) => {
    // Nobody else knows of it, so nobody else would end it.
    await program.end('SIGKILL');
    throw error;
  });
  return {
    dataDir, ...facts, log: () => program.said(), end: (signal) => program.end(signal),
    stop: async () => { await program.end('SIGTERM'); },
    kill: async () => { await program.end('SIGKILL'); },
    remove: async () => {
      await program.end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same without waiting for anything. */
export function beginYagura(args: readonly string[], dataDir: string, launch: Launch = {}): StartingYagura {
  const program = new Program(['up', '--data', dataDir, ...PORTS, ...args], launch);
  return { log: () => program.said(), end: (signal) => program.end(signal) };
}

/** Runs one command to its end. `out` and `err` are what it wrote. */
export async function runYagura(args: readonly string[], launch: Launch = {}): Promise<Ending & { readonly out: string; readonly err: string }> {
  const program = new Program(args, launch);
  return { ...await program.ended, out: program.out.join(''), err: program.err.join('') };
}

/** One run of the command line, and everything that it writes. */
export class Program {
  readonly child: ChildProcess;
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly ended: Promise<Ending>;
  private readonly all: string[] = [];

  constructor(args: readonly string[], { user, env, program = YAGURA }: Launch) {
    const options: SpawnOptions = { ...user, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...env }, cwd: '/' };
    this.child = spawn(process.execPath, [program, ...args], options);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => { this.out.push(text); this.all.push(text); });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.err.push(text); this.all.push(text); });
    // `close` and not `exit`: only then all that it wrote has arrived.
    this.ended = new Promise((resolve) => this.child.once('close', (code, signal) => resolve({ code, signal })));
  }

  said(): string {
    return this.all.join('');
  }

  end(signal: NodeJS.Signals): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }
}

type Announced = Pick<RunningYagura, 'pid' | 'graphqlUrl' | 'hecUrl' | 'identityUrl' | 'consoleUrl' | 'portalUrl'>;

function announced(dataDir: string, child: ChildProcess): Announced | undefined {
  const file = join(dataDir, 'yagura.json');
  if (!existsSync(file)) return undefined;
  const facts: Announced = JSON.parse(readFileSync(file, 'utf8'));
  return facts.pid === child.pid ? facts : undefined;
}
