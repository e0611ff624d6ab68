import { setTimeout as pause } from 'node:timers/promises';
import { Pipeline, type PipelineCpu } from '@yagura/detection';
import { Unavailable } from '@yagura/kernel';
import { benchTenant } from './bench-tenants';
import type { AllInOneWorld, BenchWorld } from './bench-world';
import { cpuBetween, readCpu, sum, type CpuShares } from './cpu-clock';
import { MemoryPeak } from './memory-peak';
import { percentile } from './percentile';
import { balance, findingDelays, lakeRows, type Balance } from './pipeline-count';
import type { SenderProcess, Sent } from './sender-process';

export interface PipelineLoad {
  readonly seconds: number;
  readonly events: number;
  readonly connections: number;
  readonly maxBehind: number;
  readonly workers: number;
}

/** The figures of one run; `lost` and `duplicated` come from the ledger and from the lake, not from what the run counted. */
export interface PipelineFigures {
  readonly eventsPerS: number;
  readonly cpuSPerMillion: number;
  readonly ingestToFindingP50Ms: number | null;
  readonly ingestToFindingP95Ms: number | null;
  readonly peakRssMb: number;
  readonly sent: number;
  readonly stored: number;
  readonly findings: number;
  readonly lost: number;
  readonly duplicated: number;
  /** `decode` is split by the time that its steps took. */
  readonly cpuMicrosPerEvent: Readonly<Record<string, number>>;
}

/** Sources per tenant: two tenants with these cover all four partitions of the log. */
const SOURCES = ['endpoints', 'network', 'cloud', 'servers'] as const;
const REPORT_EVERY_MS = 50;
const SETTLE_MS = 120_000;
const QUIET_MS = 1_000;
const QUIET_LOOKS = 3;

/** Sends a load from the loaded sender through the HEC door of a fresh world and waits until the ledger says that nothing is under way. */
export async function benchPipeline(world: AllInOneWorld, sender: SenderProcess, load: PipelineLoad, show: (seconds: number, processed: number) => void): Promise<PipelineFigures> {
  const { running, gateway } = world;
  const tenants = [await benchTenant(gateway, 'bench-one', SOURCES), await benchTenant(gateway, 'bench-two', SOURCES)];
  const tokens = SOURCES.flatMap((_, index) => tenants.map(({ sources }) => sources[index].token));
  const pipeline = running.service('detection').get(Pipeline);
  const parts = { ...pipeline.cpu };
  const memory = new MemoryPeak([sender.pid]);
  const before = readCpu();
  const started = performance.now();
  const since = new Date();
  const reporter = setInterval(() => {
    sender.isAt(pipeline.cpu.events - parts.events);
    show((performance.now() - started) / 1_000, pipeline.cpu.events - parts.events);
  }, REPORT_EVERY_MS);
  const { seconds, events, connections, maxBehind } = load;
  const sent = await sender.go({ url: running.hecUrl, tokens, seconds, events, connections, maxBehind }).finally(() => clearInterval(reporter));
  const book = await settled(world, since, sent);
  const tookSec = (performance.now() - started) / 1_000;
  const cpu = cpuBetween(before, readCpu(), load.workers);
  const { rows, records } = await lakeRows(running.stores.lakeReader, tenants.map(({ tenantId }) => tenantId));
  const delays = await quietDelays(world);
  return {
    eventsPerS: Math.round((book.stored + book.quarantined) / tookSec), cpuSPerMillion: round((sum(Object.values(cpu)) / Math.max(1, book.stored)), 1),
    ingestToFindingP50Ms: percentile(delays, 0.5), ingestToFindingP95Ms: percentile(delays, 0.95), peakRssMb: memory.end(),
    sent: sent.sent, stored: records, findings: delays.length, lost: sent.sent - records - book.quarantined - book.duplicates, duplicated: rows - records,
    cpuMicrosPerEvent: perEvent(cpu, difference(pipeline.cpu, parts), book.stored),
  };
}

async function settled({ gateway }: BenchWorld, since: Date, { sent }: Sent): Promise<Balance> {
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const book = await balance(gateway, since);
    if (book.accepted >= sent && book.inFlight === 0) return book;
    if (performance.now() > until) throw new Unavailable(`The pipeline does not come to rest: ${JSON.stringify({ sent, ...book })}.`, { slug: 'bench.unsettled' });
    await pause(REPORT_EVERY_MS);
  }
}

/** The cases hear of findings behind the ledger: read again until their number has stood still for a while. */
async function quietDelays({ gateway }: BenchWorld): Promise<number[]> {
  let delays = await findingDelays(gateway);
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await pause(QUIET_MS);
    const again = await findingDelays(gateway);
    quiet = again.length === delays.length ? quiet + 1 : 0;
    delays = again;
  }
  return delays;
}

function difference(now: PipelineCpu, before: PipelineCpu): Omit<PipelineCpu, 'events'> {
  return { inflate: now.inflate - before.inflate, parse: now.parse - before.parse, match: now.match - before.match, encode: now.encode - before.encode };
}

/** The steps are timed by the clock on the wall; their shares of the threads' CPU are what they cost. */
function perEvent({ main, pool, decode, lake, postgres }: CpuShares, steps: Omit<PipelineCpu, 'events'>, events: number): Record<string, number> {
  const timed = Math.max(1, sum(Object.values(steps)));
  const shares = Object.fromEntries(Object.entries(steps).map(([step, micros]) => [step, (decode * micros) / timed]));
  return Object.fromEntries(Object.entries({ doorAndServices: main, doorPool: pool, ...shares, lakeChild: lake, postgres }).map(([part, micros]) => [part, round(micros / Math.max(1, events), 2)]));
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
