import { readFileSync, rmSync } from 'node:fs';
import { FREE_PORTS, type ProcessName } from '@yagura/config';
import { processTree } from '@yagura/runtime';
import { dataFolder, Program, type Ending } from './all-in-one';
import { eventually } from './eventually';

/** Hang guard of a machine that may be busy. */
const READY_MS = 180_000;
/**
 * Ports for all that one installation listens on, below those that a system gives to outgoing connections: between the choice of a port and its use lies the
 * start of a dozen processes, and a process that is started again must get its own. Each test process has a block, and each installation a part of it.
 */
const BLOCK = 128;
const FIRST_PORT = 10_000 + (process.pid % 170) * BLOCK;
const PORTS_OF_ONE = 64;
const PUBLIC_FROM = 40;
let installations = 0;

function ports(): string[] {
  const first = FIRST_PORT + (installations % (BLOCK / PORTS_OF_ONE)) * PORTS_OF_ONE;
  installations += 1;
  return [['process-port', first] as const, ...Object.keys(FREE_PORTS).map((flag, at) => [flag, first + PUBLIC_FROM + at] as const)].flatMap(([flag, port]) => [`--${flag}`, String(port)]);
}

interface Reached { readonly pid: number; readonly graphqlUrl: string; readonly hecUrl: string; readonly identityUrl: string; readonly consoleUrl: string; readonly portalUrl: string }

/** An installation as `yagura serve all` keeps it, on free ports, for tests that take its processes away. */
export class SupervisedYagura {
  private readonly program: Program;
  private reached?: Reached;

  constructor(args: readonly string[] = [], readonly dataDir = dataFolder()) {
    this.program = new Program(['serve', 'all', '--json', '--data', dataDir, ...ports(), ...args], {});
  }

  /** Waits until everything answers. */
  async ready(): Promise<void> {
    this.reached = await this.said('where it is reached', (text) => text.split('\n').find((line) => line.startsWith('{"pid":')), READY_MS).then((line) => JSON.parse(line) as Reached);
  }

  /** What everything wrote so far: the supervisor's words and all logs. */
  get log(): string {
    return this.program.said();
  }

  /** Waits until something was said, and fails when it ends before. */
  said<T>(what: string, look: (text: string) => T | undefined | false, withinMs = READY_MS): Promise<T> {
    return eventually(what, () => {
      const found = look(this.log);
      if ((found === undefined || found === false) && this.program.child.exitCode !== null) throw new Error(`it ended:\n${this.log}`);
      return Promise.resolve(found);
    }, withinMs);
  }

  get place(): Reached & { readonly dataDir: string } {
    if (this.reached === undefined) throw new Error('it is not ready');
    return { ...this.reached, dataDir: this.dataDir };
  }

  /** Everything that it started, and what that started. */
  get pids(): readonly number[] {
    return processTree(this.program.child.pid ?? 0).filter((pid) => pid !== this.program.child.pid);
  }

  /** The process of a part that runs now. */
  pidOf(part: ProcessName): number | undefined {
    return this.pids.find((pid) => titleOf(pid) === `yagura serve ${part}`);
  }

  /** The database's own processes that serve a role's connections. */
  backendsOf(role: string): readonly number[] {
    return this.pids.filter((pid) => titleOf(pid).startsWith('postgres: ') && titleOf(pid).includes(`: ${role} `));
  }

  end(signal: NodeJS.Signals): Promise<Ending> {
    return this.program.end(signal);
  }

  /** Whoever is left of them. */
  static alive(pids: readonly number[]): readonly number[] {
    return pids.filter((pid) => titleOf(pid) !== '');
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** A process's name for itself; empty when there is none, or only its end to be noted. */
function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
