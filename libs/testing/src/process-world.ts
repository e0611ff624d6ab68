import { rmSync } from 'node:fs';
import type { ProcessName } from '@yagura/config';
import { freePort, readReadyLine, type ReadyPart } from '@yagura/runtime';
import { dataFolder, Program, type Ending } from './all-in-one';
import { eventually } from './eventually';

/** Hang guard of a machine that may be busy. */
const READY_MS = 120_000;

/** One process of the installation, by what it said when it was ready. */
export interface WorldProcess {
  readonly part: ProcessName;
  readonly pid: number;
  /** Its internal address. */
  readonly url: string;
  readonly addresses: Readonly<Record<string, string>>;
  said(): string;
  end(signal: NodeJS.Signals): Promise<Ending>;
}

const SERVICES = ['tenants', 'ingestion', 'cases', 'sla', 'reporting', 'billing', 'integrations'] as const;

/** What stands in the place of a part of ours, and how the processes reach it. */
export interface WorldServers {
  /** Flags of every process. */
  readonly flags?: readonly string[];
  /** Variables of every process, for what should not be read in a list of processes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another identity provider than ours, which then is not started. */
  readonly identityUrl?: string;
}

/** An installation with every part in a process of its own, on free ports, for tests of the whole road. */
export class ProcessWorld {
  readonly dataDir = dataFolder();
  private readonly all: WorldProcess[] = [];
  private flags: string[] = [];
  private servers: WorldServers = {};

  /** Starts the stores, makes them ready, and starts everything else; detection as often as is asked for. */
  async start(detections: number, servers: WorldServers = {}): Promise<void> {
    this.servers = servers;
    const [postgresPort, lakePort, identityPort, consolePort, portalPort, gatewayPort] = await Promise.all(Array.from({ length: 6 }, () => freePort()));
    const url = (port: number, scheme = 'http'): string => `${scheme}://127.0.0.1:${port}`;
    this.flags = Object.entries({
      'data': this.dataDir, 'postgres-port': postgresPort, 'database-url': `${url(postgresPort, 'postgres')}/yagura`, 'lake-port': lakePort, 'lake-url': url(lakePort), 'hec-port': 0,
      'identity-port': identityPort, 'identity-url': url(identityPort), 'console-port': consolePort, 'console-url': url(consolePort), 'portal-port': portalPort, 'portal-url': url(portalPort),
      'gateway-port': gatewayPort, 'graphql-url': `${url(gatewayPort)}/graphql`,
    }).flatMap(([flag, value]) => [`--${flag}`, String(value)]).concat(servers.flags ?? []);
    await this.serveTogether(['database', 'lake']);
    const prepare = new Program(['prepare', ...this.flags, '--json'], { env: servers.env });
    if ((await prepare.ended).code !== 0) throw new Error(`the stores could not be made ready:\n${prepare.said()}`);
    const own = servers.identityUrl === undefined ? ['identity' as const] : [];
    await this.serveTogether(['relay', ...own, 'portal', ...SERVICES, ...Array.from({ length: detections }, () => 'detection' as const)]);
    await this.serve('gateway', [...SERVICES, 'detection'].flatMap((service) => [`--${service}-url`, this.of(service as ProcessName).map((one) => one.url).join(',')]));
  }

  /** Waits for all of them also when one fails, so that none is left behind that nobody knows of. */
  private async serveTogether(parts: readonly ProcessName[]): Promise<void> {
    const started = await Promise.allSettled(parts.map((part) => this.serve(part)));
    for (const one of started) if (one.status === 'rejected') throw one.reason;
  }

  /** Starts one more process of that part, or a former one again on its port. */
  async serve(part: ProcessName, more: readonly string[] = []): Promise<WorldProcess> {
    const program = new Program(['serve', part, '--json', '--process-port', '0', ...this.flags, ...more], { env: this.servers.env });
    const ready = await eventually(`${part} is ready`, () => {
      if (program.child.exitCode !== null) throw new Error(`${part} ended while starting:\n${program.said()}`);
      return Promise.resolve(readinessIn(program.out.join('')));
    }, READY_MS).catch(async (cause: unknown) => {
      // One that is neither ready nor gone would keep the port from its successor.
      await program.end('SIGKILL');
      throw new Error(`${part} did not start:\n${program.said()}`, { cause });
    });
    const { pid, port, addresses } = ready;
    const started: WorldProcess = { part, pid, url: `http://127.0.0.1:${port}`, addresses, said: () => program.said(), end: (signal) => program.end(signal) };
    this.all.push(started);
    return started;
  }

  /** The processes of a part that were started and not ended by the test. */
  of(part: ProcessName): readonly WorldProcess[] {
    return this.all.filter((one) => one.part === part);
  }

  one(part: ProcessName): WorldProcess {
    const [found] = this.of(part);
    if (found === undefined) throw new Error(`no process of ${part} runs`);
    return found;
  }

  get processes(): readonly WorldProcess[] {
    return this.all;
  }

  /** Ends one and forgets it. */
  async end(process: WorldProcess, signal: NodeJS.Signals): Promise<Ending> {
    this.all.splice(this.all.indexOf(process), 1);
    return process.end(signal);
  }

  /** Where people and programs reach the installation. */
  get place(): { dataDir: string; graphqlUrl: string; identityUrl: string; hecUrl: string; lakePort: number } {
    const at = (part: ProcessName, name: string): string => this.one(part).addresses[name] ?? '';
    return {
      dataDir: this.dataDir, graphqlUrl: at('gateway', 'graphqlUrl'), identityUrl: this.servers.identityUrl ?? at('identity', 'identityUrl'), hecUrl: at('ingestion', 'hecUrl'),
      lakePort: Number(new URL(at('lake', 'lakeUrl')).port),
    };
  }

  /** Ends everything, the stores last, and removes the folder. Answers how each ended. */
  async stop(): Promise<readonly (Ending & { readonly part: ProcessName })[]> {
    const isStore = ({ part }: WorldProcess): boolean => part === 'database' || part === 'lake';
    const endings: (Ending & { part: ProcessName })[] = [];
    for (const group of [this.all.filter((one) => !isStore(one)), this.all.filter(isStore)]) {
      endings.push(...await Promise.all(group.map(async (one) => ({ part: one.part, ...await one.end('SIGTERM') }))));
    }
    this.all.splice(0);
    return endings;
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** What a process said when it was ready; undefined until it did. */
const readinessIn = (said: string): ReadyPart | undefined => said.split('\n').map(readReadyLine).find((one) => one !== undefined);
