import type { GatewayClient } from '../api/gateway-client';
import { QUEUE } from '../api/case-documents';
import { GENERATE_REPORT } from '../api/world-documents';
import type { Terminal } from '../command/command';
import { DEMO_EVENTS_PER_SEC } from './loop';
import { playStory, streamBackground } from './player';
import { rest } from '../service/rest';
import { queueOf, take, workToTheEnd } from './shift';
import { STORIES } from './story';
import { promisesOf } from './summary';
import type { DemoWorld } from './world';

/** The attacks come again this often, so that a visitor sees new cases without waiting long. */
const STORY_EVERY_MS = 10 * 60_000;
const STATUS_EVERY_MS = 10_000;
/** A report of the month so far, once there is something to report and then by the hour, so that a visitor of the portal finds one. */
const FIRST_REPORT_MS = 60_000;
const REPORT_EVERY_MS = 60 * 60_000;

/** Keeps the demo world alive until the signal: a steady stream, an attack now and then, an analyst who works some of what comes. */
export async function liveDemo(world: DemoWorld, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { tenants, analyst } = world;
  const report = (error: unknown): void => { if (!signal.aborted) terminal.err(`The demo stumbled: ${error instanceof Error ? error.message : 'unknown'}`); };
  const again = async (work: () => Promise<unknown>, everyMs: number): Promise<void> => {
    while (!signal.aborted) {
      await work().catch(report);
      await rest(everyMs, signal);
    }
  };
  await Promise.all([
    ...tenants.map(({ stage }) => again(() => streamBackground(stage, DEMO_EVENTS_PER_SEC / tenants.length, signal), 1_000)),
    again(() => playAll(world), STORY_EVERY_MS),
    again(() => workOne(world), 30_000),
    again(() => status(analyst, world, terminal), STATUS_EVERY_MS),
    rest(FIRST_REPORT_MS, signal).then(() => again(() => reports(world), REPORT_EVERY_MS)),
  ]);
}

async function playAll({ tenants }: DemoWorld): Promise<void> {
  for (const story of STORIES) {
    const tenant = tenants.find(({ company }) => company.slug === story.company.slug);
    if (tenant !== undefined) await playStory(tenant.stage, story, Date.now());
  }
}

async function reports({ analyst, tenants }: DemoWorld): Promise<void> {
  for (const { tenantId } of tenants) await analyst.ask(GENERATE_REPORT, { input: { tenantId, period: 'to-date' } });
}

/** Takes the most urgent new case of each company, and works one that was taken before to its end; the rest waits, as in life. */
async function workOne({ analyst, tenants }: DemoWorld): Promise<void> {
  for (const tenant of tenants) {
    const queue = await queueOf(analyst, tenant);
    const fresh = queue.find(({ status: state }) => state === 'NEW');
    const taken = queue.find(({ status: state }) => state === 'IN_PROGRESS');
    if (taken !== undefined) await workToTheEnd(analyst, tenant.company.agreement.language, taken);
    if (fresh !== undefined) await take(analyst, fresh);
  }
}

async function status(analyst: GatewayClient, { tenants }: DemoWorld, terminal: Terminal): Promise<void> {
  const { cases: { nodes } } = await analyst.ask(QUEUE, { first: 100 });
  const sent = tenants.flatMap(({ stage }) => [...stage.senders.values()]).reduce((sum, { accepted }) => sum + accepted, 0);
  const promises = await Promise.all(tenants.map(({ tenantId }) => promisesOf(analyst, tenantId)));
  const total = (name: 'running' | 'met' | 'breached'): number => promises.reduce((sum, counts) => sum + counts[name], 0);
  const findings = nodes.reduce((sum, { findingCount }) => sum + findingCount, 0);
  terminal.err(`  ${sent} events taken (${DEMO_EVENTS_PER_SEC}/s) · ${findings} findings · ${nodes.length} cases · promises: ${total('running')} running, ${total('met')} kept, ${total('breached')} broken`);
}
