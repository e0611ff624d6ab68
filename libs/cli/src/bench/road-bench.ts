import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runApart } from './apart';
import { benchTenant, type BenchTenant } from './bench-tenants';
import type { BenchWorld, CpuByPart } from './bench-world';
import { balance, lakeRows } from './pipeline-count';
import type { RoadJob, RoadResult } from './road-job';
import { RoadWatch, type Seen } from './road-watch';
import { spreadOf, type Spread } from './spread';

/** Built code, also when this file runs from its source. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'bench', 'road-sender.js');
const TENANTS = 4;
const SOURCES = ['endpoints', 'servers'] as const;
/** What is accepted before this is not timed: code is still compiled, and caches are empty. */
const WARM_UP_SEC = 5;
const LOOK_EVERY_MS = 250;
const SETTLE_MS = 90_000;

export type RoadLoad = Pick<RoadJob, 'eventsPerSec' | 'findingsPerSec' | 'seconds'>;

/** The figures of one run; what was lost or doubled comes from the lake and from the findings themselves, not from what the run counted. */
export interface RoadFigures {
  readonly tenants: number;
  readonly sources: number;
  readonly events: number;
  readonly batches: number;
  readonly refused: number;
  readonly lost: number;
  readonly doubled: number;
  readonly findings: number;
  readonly findingsLost: number;
  readonly findingsDoubled: number;
  readonly findingsWithoutCase: number;
  /** From the first byte of a batch to the door's 200. */
  readonly door: Spread;
  /** From the door's 200 to the finding, which is in its case from its first moment on. */
  readonly acceptedToFinding: Spread;
  /** From the door's 200 until the case's promises run. */
  readonly acceptedToPromise: Spread;
  /** Of one core; parts below half a percent are left out. */
  readonly cpuPercent: CpuByPart;
}

/** Sends a steady load from a process of its own and watches, through the API, how long findings take. */
export async function benchRoad(world: BenchWorld, load: RoadLoad): Promise<RoadFigures> {
  const tenants = await roadTenants(world);
  const sources = tenants.flatMap(({ sources: own }, company) => own.map(({ token }) => ({ token, company })));
  const watch = new RoadWatch(world.gateway);
  const since = new Date();
  const cpu = world.cpuSince();
  watch.start();
  const { events, batches, marked, doorMs, refused } = await runApart<RoadJob, RoadResult>(PROGRAM, { hecUrl: world.hecUrl, sources, ...load, seconds: WARM_UP_SEC + load.seconds });
  const spent = cpu();
  await settled(world, watch, { since, events, hosts: marked.map(({ host }) => host) });
  await watch.stop();
  const { rows, records } = await lakeRows(world.stores.lakeReader, tenants.map(({ tenantId }) => tenantId));
  const found = marked.map(({ host, acceptedAt }) => ({ acceptedAt, seen: watch.seen.get(host) ?? [] }));
  const timed = found.filter(({ acceptedAt }) => acceptedAt >= since.getTime() + WARM_UP_SEC * 1_000);
  return {
    tenants: tenants.length, sources: sources.length, events, batches, refused, lost: events - records, doubled: rows - records,
    findings: found.length, findingsLost: found.filter(({ seen }) => seen.length === 0).length, findingsDoubled: found.filter(({ seen }) => seen.length > 1).length,
    findingsWithoutCase: found.filter(({ seen }) => seen.some(({ caseId }) => caseId === null)).length,
    door: spreadOf(doorMs.slice(WARM_UP_SEC * sources.length)), acceptedToFinding: spreadOf(delays(timed, ({ readableAt }) => readableAt)),
    acceptedToPromise: spreadOf(delays(timed, ({ promisedAt }) => promisedAt)), cpuPercent: percentOf(spent, WARM_UP_SEC + load.seconds),
  };
}

async function roadTenants({ gateway }: BenchWorld): Promise<BenchTenant[]> {
  const tenants: BenchTenant[] = [];
  while (tenants.length < TENANTS) tenants.push(await benchTenant(gateway, `road-${tenants.length}`, SOURCES));
  return tenants;
}

interface Expected { readonly since: Date; readonly events: number; readonly hosts: readonly string[] }

/** Until nothing is under way and every finding has its case's promises; what is missing after that stays missing in the figures. */
async function settled({ gateway }: BenchWorld, watch: RoadWatch, { since, events, hosts }: Expected): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    if (!hosts.every((host) => watch.seen.get(host)?.[0]?.promisedAt !== undefined)) return false;
    const book = await balance(gateway, since);
    return book.accepted >= events && book.inFlight === 0;
  };
  for (const until = performance.now() + SETTLE_MS; performance.now() < until && !(await isDone());) await pause(LOOK_EVERY_MS);
}

function delays(found: readonly { readonly acceptedAt: number; readonly seen: readonly Seen[] }[], when: (seen: Seen) => number | undefined): number[] {
  return found.flatMap(({ acceptedAt, seen: [first] }) => {
    const at = first === undefined ? undefined : when(first);
    return at === undefined ? [] : [at - acceptedAt];
  });
}

function percentOf(spent: CpuByPart, seconds: number): CpuByPart {
  const percents = Object.entries(spent).map(([part, micros]) => [part, Number((micros / 10_000 / seconds).toFixed(1))] as const);
  return Object.fromEntries(percents.filter(([, percent]) => percent >= 0.5));
}
