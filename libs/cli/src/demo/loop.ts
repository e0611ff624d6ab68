import type { GatewayClient } from '../api/gateway-client';
import { INGESTION_BALANCE } from '../api/world-documents';
import { FindingWatch } from './finding-watch';
import { playStory, streamBackground } from './player';
import { probeIsolation, type ProbeResult } from './probe';
import { queueOf, take, workToTheEnd } from './shift';
import { STORIES } from './story';
import { promisesOf, summarise, type TenantSummary } from './summary';
import { until, type DemoWorld } from './world';

/** The load of the demo over all companies, in events a second. */
export const DEMO_EVENTS_PER_SEC = 50;
/** Long enough for a steady stream beside the attacks. */
const BACKGROUND_MS = 20_000;

export interface LoopResult {
  readonly tenants: readonly TenantSummary[];
  readonly isolation: ProbeResult;
  readonly delays: { readonly p50: number | null; readonly p95: number | null };
}

/** The whole loop once: telemetry and attacks, findings and cases, a promise kept and one broken, a report, an invoice, probes between tenants. */
export async function runLoop(world: DemoWorld, operator: GatewayClient, dataDir: string, say: (line: string) => void): Promise<LoopResult> {
  const { analyst, tenants } = world;
  const watch = new FindingWatch(analyst);
  watch.start();
  const quiet = new AbortController();
  const streams = Promise.all(tenants.map(({ stage }) => streamBackground(stage, DEMO_EVENTS_PER_SEC / tenants.length, quiet.signal)));
  const stopStreams = setTimeout(() => quiet.abort(), BACKGROUND_MS);
  try {
    say('playing the attacks');
    for (const story of STORIES) {
      const tenant = tenants.find(({ company }) => company.slug === story.company.slug);
      if (tenant !== undefined) await playStory(tenant.stage, story, Date.now());
    }
    await workTheQueue(world, say);
    await streams;
    await settled(analyst);
  } finally {
    clearTimeout(stopStreams);
    quiet.abort();
    await streams.catch(() => undefined);
    await watch.stop();
  }
  say('report and invoice');
  const made = [];
  for (const tenant of tenants) made.push({ tenant, ...await summarise(analyst, operator, dataDir, tenant) });
  say('asking for each other’s rows');
  const isolation = await probeIsolation(made);
  return { tenants: made.map(({ summary }) => summary), isolation, delays: { p50: watch.percentile(0.5), p95: watch.percentile(0.95) } };
}

/** Per company: one case worked to its end, and where the promise counts seconds, one left until the promise is broken. */
async function workTheQueue({ analyst, tenants }: DemoWorld, say: (line: string) => void): Promise<void> {
  for (const tenant of tenants) {
    const [first] = await until(`${tenant.company.slug} has a case`, async () => {
      const queue = await queueOf(analyst, tenant);
      return queue.length > 0 ? queue : undefined;
    });
    await take(analyst, first);
    say(`${tenant.company.slug}: case ${first.number} taken`);
    await workToTheEnd(analyst, tenant.company.agreement.language, first);
  }
  await Promise.all(tenants.filter(({ company }) => company.agreement.slaPolicy === 'demo_seconds').map((tenant) =>
    until(`${tenant.company.slug} has a broken promise beside a kept one`, async () => {
      const { met, breached } = await promisesOf(analyst, tenant.tenantId);
      return met > 0 && breached > 0 ? true : undefined;
    })));
}

/** Waits until every accepted record has its place: nothing is in flight any more. */
async function settled(analyst: GatewayClient): Promise<void> {
  await until('every accepted record is stored', async () => {
    const { ingestionBalance } = await analyst.ask(INGESTION_BALANCE, { since: new Date(Date.now() - 86_400_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString() });
    return ingestionBalance.every(({ inFlight }) => inFlight === '0') ? true : undefined;
  });
}
