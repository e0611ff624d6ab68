import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';

const YAGURA = join(__dirname, '..', '..', 'cli', 'bin', 'yagura.js');
/** A first start makes a database, a lake and keys; a loaded machine is given time. */
const READY_MS = 120_000;

export interface RunningYagura {
  readonly dataDir: string;
  readonly pid: number;
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  readonly identityUrl: string;
  /** What it wrote to its log so far. */
  log(): string;
  /** SIGTERM and wait; the folder stays. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Stops and removes the folder. */
  remove(): Promise<void>;
}

/** A folder that the database's unprivileged user may enter when tests run as root. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the built command line as a user would, on free ports, and resolves when it has announced its addresses. */
export async function startYagura(args: readonly string[] = [], dataDir = dataFolder()): Promise<RunningYagura> {
  const free = ['gateway', 'hec', 'identity', 'postgres', 'lake'].flatMap((name) => [`--${name}-port`, '0']);
  const child = spawn(process.execPath, [YAGURA, 'up', '--data', dataDir, ...free, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said.push(text); });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const facts = await eventually('Yagura is ready', async () => {
    if (child.exitCode !== null) throw new Error(`Yagura ended while starting:\n${said.join('')}`);
    return announced(dataDir, child);
  }, READY_MS);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    dataDir, ...facts, log: () => said.join(''), stop: () => end('SIGTERM'), kill: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function announced(dataDir: string, child: ChildProcess): { pid: number; graphqlUrl: string; hecUrl: string; identityUrl: string } | undefined {
  const file = join(dataDir, 'yagura.json');
  if (!existsSync(file)) return undefined;
  const facts: { pid: number; graphqlUrl: string; hecUrl: string; identityUrl: string } = JSON.parse(readFileSync(file, 'utf8'));
  return facts.pid === child.pid ? facts : undefined;
}
