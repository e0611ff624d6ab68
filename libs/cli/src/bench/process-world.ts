import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLED_SERVICES, presentKeys, type ProcessName } from '@yagura/config';
import { Unavailable } from '@yagura/kernel';
import { createLakeClient, LakeReader } from '@yagura/lake';
import { freePort } from '@yagura/runtime';
import { serviceGateway } from '../api/service-account';
import { databaseAccess } from '../service/database-access';
import { Undo } from '../service/undo';
import { benchFolder, type BenchWorld, type CpuByPart } from './bench-world';
import { cpuOfTree } from './cpu-clock';
import { PartProcess, prepareStores, type PartReadiness } from './part-process';

const STORES = ['database', 'lake'] as const;
const OTHERS = ['relay', 'identity', 'portal', ...CALLED_SERVICES] as const;

/**
 * Starts a fresh installation with each part in a process of its own, as `yagura serve PART` runs it, on free ports. `flags` are settings of every
 * process by flag name, such as the brokers of both lanes.
 */
export async function startProcessWorld(flags: Readonly<Record<string, string>> = {}): Promise<BenchWorld> {
  const { dataDir, remove } = benchFolder();
  const undo = new Undo();
  undo.add(remove);
  try {
    return await startIn(dataDir, flags, undo);
  } catch (error) {
    await undo.all().catch(() => undefined);
    throw error;
  }
}

async function startIn(dataDir: string, flags: Readonly<Record<string, string>>, undo: Undo): Promise<BenchWorld> {
  const own = await addresses();
  const args = Object.entries({ data: dataDir, ...own, ...flags }).flatMap(([flag, value]) => [`--${flag}`, value]);
  const parts = new Parts(args);
  undo.add(() => parts.stop(STORES));
  await parts.start(STORES);
  await prepareStores(args);
  undo.add(() => parts.stop(['gateway', ...OTHERS]));
  await parts.start(OTHERS);
  await parts.start(['gateway'], CALLED_SERVICES.flatMap((name) => [`--${name}-url`, `http://127.0.0.1:${parts.said(name).port}`]));
  const at = { graphqlUrl: parts.addressOf('gateway', 'graphqlUrl'), identityUrl: parts.addressOf('identity', 'identityUrl'), hecUrl: parts.addressOf('ingestion', 'hecUrl') };
  const lake = createLakeClient({ url: parts.addressOf('lake', 'lakeUrl'), password: readFileSync(join(dataDir, 'lake', 'lake.key'), 'utf8').trim() });
  undo.add(() => lake.close());
  const { tenantDb } = databaseAccess(own['database-url'], 'yagura', presentKeys(dataDir));
  return {
    dataDir, ...at, gateway: serviceGateway(dataDir, at), stores: { tenantDb, lakeReader: new LakeReader(lake) }, cpuSince: () => parts.cpuSince(), stop: () => undo.all(),
  };
}

/** The processes of one installation, those that run and those that are still starting. */
class Parts {
  private readonly all: PartProcess[] = [];
  private readonly readiness = new Map<ProcessName, PartReadiness>();

  constructor(private readonly args: readonly string[]) {}

  async start(names: readonly ProcessName[], more: readonly string[] = []): Promise<void> {
    await Promise.all(names.map(async (name) => {
      const part = new PartProcess(name, [...this.args, ...more]);
      this.all.push(part);
      this.readiness.set(name, await part.ready());
    }));
  }

  async stop(names: readonly ProcessName[]): Promise<void> {
    await Promise.all(this.all.filter(({ name }) => names.includes(name)).map((part) => part.stop()));
  }

  said(name: ProcessName): PartReadiness {
    const found = this.readiness.get(name);
    if (found === undefined) throw new Unavailable(`The process of ${name} is not running.`, { slug: 'bench.start_failed' });
    return found;
  }

  addressOf(name: ProcessName, address: string): string {
    return this.said(name).addresses[address] ?? '';
  }

  /** CPU of each process with its descendants: PostgreSQL is the database’s, the front the lake’s. */
  cpuSince(): () => CpuByPart {
    const before = this.all.map(({ name, pid }) => ({ name, pid, micros: cpuOfTree(pid) }));
    return () => Object.fromEntries(before.map(({ name, pid, micros }) => [name, cpuOfTree(pid) - micros]));
  }
}

/** Settings that name a port or an address; each process is told all of them. */
async function addresses(): Promise<Readonly<Record<string, string>>> {
  const names = ['postgres', 'lake', 'identity', 'console', 'portal', 'gateway'] as const;
  const ports = await Promise.all(names.map(() => freePort()));
  const [postgres, lake, identity, console, portal, gateway] = ports.map((port) => `127.0.0.1:${port}`);
  return {
    ...Object.fromEntries(names.map((name, index) => [`${name}-port`, `${ports[index]}`])), 'hec-port': '0', 'process-port': '0', 'database-url': `postgres://${postgres}/yagura`,
    'lake-url': `http://${lake}`, 'identity-url': `http://${identity}`, 'console-url': `http://${console}`, 'portal-url': `http://${portal}`, 'graphql-url': `http://${gateway}/graphql`,
  };
}
