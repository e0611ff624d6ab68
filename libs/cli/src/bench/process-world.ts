import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, FREE_PORTS, presentKeys, PROCESS_SETTINGS, type ProcessName } from '@yagura/config';
import { Unavailable } from '@yagura/kernel';
import { createLakeClient, LakeReader } from '@yagura/lake';
import { freePort } from '@yagura/runtime';
import { serviceGateway } from '../api/service-account';
import { databaseAccess } from '../service/database-access';
import { Undo } from '../service/undo';
import { prepareInChild, startPart, type PartChild, type Supervision } from '../supervisor/part-child';
import { planInstallation, type PlannedPart, type Variables } from '../supervisor/plan-installation';
import { benchFolder, type BenchWorld, type CpuByPart } from './bench-world';
import { cpuOfTree } from './cpu-clock';

/**
 * Starts a fresh installation with each part in a process of its own, as `yagura serve all` plans and starts it, on free ports. `flags` are settings of
 * every process by flag name, such as the brokers of both lanes. A part that ends is not started again: a figure over a restart would be none.
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
  const given = environmentOf(PROCESS_SETTINGS, { ...FREE_PORTS, 'identity-port': '0', 'process-port': '0', 'data': dataDir, ...flags });
  const { shared, stores, services, doors } = await planInstallation(given, 1, freePort);
  const parts = new Parts({ ...given, ...shared });
  undo.add(() => parts.stop(stores));
  await parts.start(stores);
  await parts.prepare();
  undo.add(() => parts.stop([...services, ...doors]));
  await parts.start([...services, ...doors]);
  const at = { graphqlUrl: parts.addressOf('gateway', 'graphqlUrl'), identityUrl: parts.addressOf('identity', 'identityUrl'), hecUrl: parts.addressOf('ingestion', 'hecUrl') };
  const lake = createLakeClient({ url: parts.addressOf('lake', 'lakeUrl'), password: readFileSync(join(dataDir, 'lake', 'lake.key'), 'utf8').trim() });
  undo.add(() => lake.close());
  const { tenantDb } = databaseAccess(parts.addressOf('database', 'databaseUrl'), 'yagura', presentKeys(dataDir));
  return {
    dataDir, ...at, gateway: serviceGateway(dataDir, at), stores: { tenantDb, lakeReader: new LakeReader(lake) }, cpuSince: () => parts.cpuSince(), stop: () => undo.all(),
  };
}

/** The processes of one installation. */
class Parts {
  private readonly running = new Map<ProcessName, PartChild>();
  private readonly ending = new AbortController();
  private readonly supervision: Supervision = { onLine: () => undefined, signal: this.ending.signal };

  constructor(private readonly variables: Variables) {}

  async start(planned: readonly PlannedPart[]): Promise<void> {
    await Promise.all(planned.map(async (part) => { this.running.set(part.part, await startPart(part, this.variables, this.supervision)); }));
  }

  prepare(): Promise<void> {
    return prepareInChild(this.variables, this.supervision);
  }

  /** What is just starting ends too. */
  async stop(planned: readonly PlannedPart[]): Promise<void> {
    this.ending.abort();
    await Promise.all(planned.map(async ({ part }) => { await this.running.get(part)?.stop(); }));
  }

  addressOf(part: ProcessName, address: string): string {
    const found = this.running.get(part)?.facts.addresses[address];
    if (found === undefined) throw new Unavailable(`The process of ${part} is not running.`, { slug: 'bench.start_failed' });
    return found;
  }

  /** CPU of each process with its descendants: PostgreSQL is the database’s, the front the lake’s. */
  cpuSince(): () => CpuByPart {
    const before = [...this.running].map(([name, { facts: { pid } }]) => ({ name, pid, micros: cpuOfTree(pid) }));
    return () => Object.fromEntries(before.map(({ name, pid, micros }) => [name, cpuOfTree(pid) - micros]));
  }
}
