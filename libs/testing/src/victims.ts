import { CALLED_SERVICES, type CalledService, type ProcessName } from '@yagura/config';
import { isAliveAs, processTree } from '@yagura/runtime';
import { eventually } from './eventually';
import type { ProcessWorld, WorldProcess } from './process-world';
import type { KafkaServer } from './server/kafka-server';

/** Hang guard of a machine that may be busy: a supervisor tries for as long as it takes. */
const BACK_MS = 240_000;

/** Something of an installation that a test kills. */
export interface Victim {
  readonly name: string;
  /** Two of one thing are never dead at once: the second waits until the first is back. */
  readonly thing: string;
  /** As kill -9 does; resolves when it is gone. */
  kill(): Promise<void>;
  /** What a supervisor does then: starts it again where it was, as often as it takes. Resolves when it is ready. */
  revive(): Promise<void>;
}

/** Everything of a running installation that can be killed: each process, the broker, and beside their keepers the postmaster and the lake's front. */
export function victimsOf(world: ProcessWorld, kafka: KafkaServer): readonly Victim[] {
  const callees = world.processes.filter(({ part }) => (CALLED_SERVICES as readonly string[]).includes(part));
  const addresses = [...new Set(callees.map(({ part }) => part as CalledService))]
    .flatMap((part) => [`--${part}-url`, callees.filter((one) => one.part === part).map(({ url }) => url).join(',')]);
  return [
    ...world.processes.map((process, at) => new ProcessVictim(world, process, { name: nameOf(world, at), flags: process.part === 'gateway' ? addresses : flagsOf(process) })),
    { name: 'broker', thing: 'broker', kill: () => kafka.kill(1), revive: () => kafka.start(1) },
    new ChildVictim(world, 'database', { name: 'postmaster', mark: 'bin/postgres' }),
    new ChildVictim(world, 'lake', { name: 'lake front', mark: 'lake-front' }),
  ];
}

/** Replicas are told apart by a number. */
function nameOf({ processes }: ProcessWorld, at: number): string {
  const { part } = processes[at];
  const before = processes.slice(0, at).filter((one) => one.part === part).length;
  return before === 0 ? part : `${part} ${before + 1}`;
}

/** A door that took a free port takes the same one again. */
const flagsOf = ({ addresses }: WorldProcess): readonly string[] => (addresses['hecUrl'] === undefined ? [] : ['--hec-port', new URL(addresses['hecUrl']).port]);

class ProcessVictim implements Victim {
  readonly name: string;
  readonly thing: string;

  constructor(private readonly world: ProcessWorld, private process: WorldProcess, private readonly options: { readonly name: string; readonly flags: readonly string[] }) {
    this.name = options.name;
    this.thing = process.part === 'detection' ? options.name : process.part;
  }

  async kill(): Promise<void> {
    const ending = await this.world.end(this.process, 'SIGKILL');
    if (ending.signal !== 'SIGKILL') throw new Error(`${this.name} had ended by itself with ${ending.code}:\n${this.process.said().slice(-4_000)}`);
  }

  async revive(): Promise<void> {
    const { part, url } = this.process;
    const flags = ['--process-port', new URL(url).port, ...this.options.flags];
    for (const end = performance.now() + BACK_MS; ;) {
      try {
        this.process = await this.world.serve(part, flags);
        return;
      } catch (error) {
        // A process whose servers are away ends again, and is started again.
        if (performance.now() > end) throw error;
      }
    }
  }
}

/** A store's own process, which its keeper starts again. */
class ChildVictim implements Victim {
  readonly name: string;

  constructor(private readonly world: ProcessWorld, readonly thing: ProcessName, private readonly child: { readonly name: string; readonly mark: string }) {
    this.name = child.name;
  }

  kill(): Promise<void> {
    const pid = this.living();
    if (pid === undefined) throw new Error(`${this.name} is not there to be killed`);
    process.kill(pid, 'SIGKILL');
    return eventually(`${this.name} is gone`, () => Promise.resolve(!isAliveAs(pid, this.child.mark)), BACK_MS).then(() => undefined);
  }

  async revive(): Promise<void> {
    await eventually(`${this.name} is back`, async () => this.living() !== undefined && isReady(this.world.one(this.thing).url), BACK_MS);
  }

  private living(): number | undefined {
    const keeper = this.world.one(this.thing).pid;
    return processTree(keeper).find((pid) => pid !== keeper && isAliveAs(pid, this.child.mark));
  }
}

const isReady = async (url: string): Promise<boolean> => fetch(`${url}/readyz`).then(({ status }) => status === 200, () => false);
