import { setMaxListeners } from 'node:events';
import { PROCESS_SETTINGS, readConfig } from '@yagura/config';
import type { Logger } from '@yagura/runtime';
import { ChildKeeper, type Again, type Patience } from '../all-in-one/child-keeper';
import { prepareInChild, startPart, type PartChild, type Supervision } from './part-child';
import type { InstallationPlan, PlannedPart, Variables } from './plan-installation';

/** Half a second, then twice as long each time, up to half a minute; who lived for a minute was well. */
const PATIENCE: Omit<Patience, 'limit'> = { firstPauseMs: 500, longestPauseMs: 30_000, steadyMs: 60_000 };

export interface SupervisorOptions {
  readonly log: Logger;
  /** Hears what children say beside their logs, such as the first operator's password. */
  readonly onLine: (line: string) => void;
  /** Hears of each part that is ready for the first time, with the milliseconds since the supervisor began. */
  readonly onReady?: (label: string, ms: number) => void;
  /** Ends in a row after which a part is given up. */
  readonly restartLimit: number;
  /** Ends what is just starting. */
  readonly signal: AbortSignal;
}

/** An installation that runs, each part in a process of its own. */
export interface SupervisedInstallation {
  /** Where people and programs reach it. */
  readonly addresses: { readonly graphqlUrl: string; readonly hecUrl: string; readonly identityUrl: string; readonly consoleUrl: string; readonly portalUrl: string };
  /** Resolves with the name of a part that was given up: the installation is not whole any more. */
  readonly givenUp: Promise<string>;
  /** Doors first, stores last; each process has ten seconds. */
  stop(): Promise<void>;
}

/** Starts the stores, makes them ready, starts everything else, and from then on starts again what ends. Throws when a first start fails, with nothing left running. */
export async function superviseInstallation({ shared, stores, services, doors }: InstallationPlan, given: Variables, options: SupervisorOptions): Promise<SupervisedInstallation> {
  const variables = { ...given, ...shared };
  const group = new KeptParts(variables, options);
  try {
    await group.start(stores);
    await prepareInChild(variables, group.supervision);
    const running = await group.start([...services, ...doors]);
    const { host, hecPort, graphqlUrl, identityUrl, consoleUrl, portalUrl } = readConfig(PROCESS_SETTINGS, {}, variables);
    const hecUrl = running.find(({ facts: { part } }) => part === 'ingestion')?.facts.addresses['hecUrl'] ?? `http://${host}:${hecPort}`;
    return { addresses: { graphqlUrl, hecUrl, identityUrl, consoleUrl, portalUrl }, givenUp: group.givenUp, stop: () => group.stop([doors, services, stores]) };
  } catch (error) {
    await group.stop([doors, services, stores]);
    throw error;
  }
}

/** Parts of one installation, each with its keeper. */
class KeptParts {
  readonly givenUp: Promise<string>;
  readonly supervision: Supervision;
  private readonly keepers = new Map<PlannedPart, ChildKeeper<PartChild>>();
  private readonly stopping = new AbortController();
  private giveUp: (label: string) => void = () => undefined;

  constructor(private readonly variables: Variables, private readonly options: SupervisorOptions) {
    this.givenUp = new Promise((resolve) => { this.giveUp = resolve; });
    const signal = AbortSignal.any([options.signal, this.stopping.signal]);
    // One listener for each part that is starting.
    setMaxListeners(0, signal);
    this.supervision = { onLine: options.onLine, signal };
  }

  /** All at once; the first that fails ends the others, and is what is thrown when they have ended. */
  async start(parts: readonly PlannedPart[]): Promise<readonly PartChild[]> {
    const began = performance.now();
    const failures: unknown[] = [];
    const started = await Promise.all(parts.map(async (planned) => {
      const keeper = this.keep(planned);
      try {
        const child = await keeper.start();
        this.options.onReady?.(planned.label, Math.round(performance.now() - began));
        return [child];
      } catch (error) {
        failures.push(error);
        this.stopping.abort();
        return [];
      }
    }));
    if (failures.length > 0) throw failures[0];
    return started.flat();
  }

  /** Group after group; in each all at once. What is just starting ends first. */
  async stop(groups: readonly (readonly PlannedPart[])[]): Promise<void> {
    this.stopping.abort();
    for (const parts of groups) await Promise.all(parts.map(async (planned) => { await this.keepers.get(planned)?.stop(); }));
  }

  private keep(planned: PlannedPart): ChildKeeper<PartChild> {
    const keeper = new ChildKeeper(
      () => startPart(planned, this.variables, this.supervision), (ending, again) => this.tell(planned, ending, again), { ...PATIENCE, limit: this.options.restartLimit });
    this.keepers.set(planned, keeper);
    return keeper;
  }

  private tell({ label }: PlannedPart, ending: unknown, again: Again | undefined): void {
    const facts = ending instanceof Error ? { err: ending } : { ending };
    if (again !== undefined) {
      this.options.log.error({ part: label, ...facts, inARow: again.ends, againInMs: again.pauseMs }, 'a part ended and is started again');
      return;
    }
    this.options.log.fatal({ part: label, ...facts }, 'a part ended too often and is given up');
    this.giveUp(label);
  }
}
