/// <reference types="jest" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { GatewayClient } from '../api/gateway-client';
import { CaseWorker, type CaseChange } from './case-worker';
import { makeCompany, operatorOf, type Company, type Place } from './company';
import { inlineDocument } from './inline-document';
import { CompanyBooks, deadLetters } from './kill-books';
import { killOrder } from './kill-order';
import { killAll, type Killable } from './killing';
import { countByMachine } from './lake-count';
import { EVENTS_PER_BATCH, hostOf, NumberedSender } from './numbered-sender';

/** A running installation whose parts can be killed one by one. Its gateway takes any document, and its webhooks may reach the receiver. */
export interface KillWorld {
  readonly victims: readonly Killable[];
  readonly place: Place & { readonly hecUrl: string; readonly lakePort: number; readonly databaseUrl: string };
  /** Where webhooks arrive. */
  readonly receiver: { readonly place: string; readonly received: readonly { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, unknown>> }[] };
  /** Every process that should run now. */
  readonly processes: readonly { readonly part: string; readonly url: string; readonly pid: number }[];
  /** Ends everything in order while it works, and tells how each ended. */
  stop(): Promise<readonly { readonly part: string; readonly code: number | null }[]>;
}

export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  /** Asks until it is so. */
  readonly observe: (what: string, look: () => Promise<boolean>, withinMs: number) => Promise<unknown>;
}

/** Hang guards of a machine that may be busy, not promises. */
const MOVED_MS = 180_000;
const SETTLED_MS = 240_000;
const REST_MS = 1_000;
/** Four lanes at this pace leave two cores the time for thirty starts. */
const PAUSE_MS = 600;

const CREATE_WEBHOOK = inlineDocument('MakeWebhook', 'mutation MakeWebhook($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { endpoint { id } } }',
  z.object({ createWebhookEndpoint: z.object({ endpoint: z.object({ id: z.string() }) }) }));

interface Load { readonly company: Company; readonly sender: NumberedSender }

/** What the provider promises of kill -9: nothing that was acknowledged is lost, nothing is doubled, wherever and however often it strikes. */
export function killSuite(world: () => KillWorld, { seed, kills, observe }: KillOptions): void {
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  const loads: Load[] = [];
  let worker: CaseWorker | undefined;

  let known: { readonly gateway: GatewayClient; readonly place: KillWorld['place'] } | undefined;

  /** What is killed comes back where it was, so addresses are asked for once, while all of them are there. */
  const fixed = (): NonNullable<typeof known> => (known ??= { gateway: operatorOf(world().place), place: world().place });
  const gateway = (): GatewayClient => fixed().gateway;
  /** Looks now and then: whoever reads whole books without a rest keeps those that write them from their work. */
  const settled = (what: string, look: () => Promise<boolean>): Promise<unknown> => observe(what, async () => {
    if (await look().catch(() => false)) return true;
    await pause(REST_MS);
    return false;
  }, SETTLED_MS);
  const ackedBy = ({ sender }: Load): number => sender.acked().length;
  const acked = (): number => loads.reduce((sum, load) => sum + ackedBy(load), 0);
  const books = ({ company }: Load): CompanyBooks => new CompanyBooks(gateway(), company.tenantId);
  const eachCompany = async (check: (load: Load) => Promise<void>): Promise<void> => { for (const load of loads) await check(load); };

  afterAll(async () => {
    await Promise.all([worker?.abandon(), ...loads.map(({ sender }) => sender.abandon())]).catch(() => undefined);
    rmSync(acks, { recursive: true, force: true });
  });

  it('brings two client companies in, each with its own door and its webhooks', async () => {
    for (const [slug, isBulk] of [['hit-one', false], ['hit-two', true]] as const) {
      const company = await makeCompany(gateway(), slug);
      const input = { tenantId: company.tenantId, url: `http://${world().receiver.place}/${company.tenantId}`, events: ['CASE_OPENED'] };
      await gateway().ask(CREATE_WEBHOOK, { input });
      loads.push({ company, sender: new NumberedSender(() => fixed().place.hecUrl, company.token, join(acks, slug), { isBulk, pauseMs: PAUSE_MS }) });
    }

    expect(loads).toHaveLength(2);
  });

  it(`goes on through ${kills} kills in the order of seed ${seed}`, async () => {
    for (const { sender } of loads) sender.start();
    worker = new CaseWorker(gateway, loads.map(({ company }) => company.tenantId));
    worker.start();
    const { victims } = world();
    const order = killOrder(seed, victims.length, kills);
    const story = await killAll(victims, order, {
      observe: (what, look) => observe(what, look, MOVED_MS), pulse: () => ({ acked: acked(), answered: worker?.answered ?? 0, told: world().receiver.received.length }),
    });

    process.stdout.write(`${story.join('\n')}\n${[...worker.failures].map(([name, times]) => `${times} × ${name}`).join('\n')}\n`);
    expect(story).toHaveLength(Math.max(kills, victims.length));
  });

  it('lets what was begun come to its end', async () => {
    await Promise.all([worker?.stop(), ...loads.map(({ sender }) => sender.stop())]);
    await eachCompany(async (load) => {
      await settled('nothing is in flight', async () => (await books(load).balance()).every(({ stored, inFlight }) => inFlight === '0' && Number(stored) >= ackedBy(load) * EVENTS_PER_BATCH));
      await settled('every finding is in a case', async () => (await books(load).cases()).reduce((sum, { findingCount }) => sum + findingCount, 0) >= ackedBy(load));
    });

    expect(acked()).toBeGreaterThan(kills);
  });

  it('has stored every acknowledged event once', async () => {
    await eachCompany(async (load) => {
      const machines = await countByMachine(fixed().place, load.company.tenantId);

      expect([...machines.keys()].sort()).toEqual(load.sender.acked().map(hostOf).sort());
      expect([...machines].filter(([, { rows, records, batches }]) => rows !== EVENTS_PER_BATCH || records !== EVENTS_PER_BATCH || batches !== 1)).toEqual([]);
    });
  });

  it('keeps two books that agree', async () => {
    await eachCompany(async (load) => {
      const [source] = await books(load).balance();

      expect(source).toMatchObject({ stored: String(ackedBy(load) * EVENTS_PER_BATCH), quarantined: '0', inFlight: '0' });
      expect(Number(source.accepted)).toBe(Number(source.stored) + Number(source.duplicates));
    });
  });

  it('has made one finding of each acknowledged batch, and put each into one case of its own company', async () => {
    await eachCompany(async (load) => {
      const [findings, cases] = [await books(load).findings(), await books(load).cases()];

      expect(new Set(findings.map(({ batchId }) => batchId)).size).toBe(ackedBy(load));
      expect(findings).toHaveLength(ackedBy(load));
      expect(cases.map(({ groupKey }) => groupKey).sort()).toEqual(load.sender.acked().map((number) => `host:${hostOf(number)}`).sort());
      expect(findings.map(({ caseId }) => caseId).sort()).toEqual(cases.map(({ id }) => id).sort());
      expect(cases.map(({ number }) => number).sort((a, b) => a - b)).toEqual(cases.map((_, at) => at + 1));
      expect(new Set([...findings, ...cases].map(({ tenantId }) => tenantId))).toEqual(new Set([load.company.tenantId]));
    });
  });

  it('shows every change of a case that was answered, once and in its order', async () => {
    const changes = worker?.changes ?? [];
    const [anyone] = loads;
    for (const caseId of new Set(changes.map((change) => change.caseId))) {
      const story = await books(anyone).story(caseId);
      const own = changes.filter((change) => change.caseId === caseId);

      expect({ caseId, changes: story.changes }).toEqual({ caseId, changes: own.filter(({ kind }) => kind !== 'comment').map(({ to }) => to) });
      expect(timesSaid(own, story.comments)).toEqual([]);
    }
    expect(changes.length).toBeGreaterThan(kills);
  });

  it('runs each promise once, and stops it with its case', async () => {
    const resolved = new Set((worker?.changes ?? []).filter(({ to }) => to === 'RESOLVED').map(({ caseId }) => caseId));
    await eachCompany(async (load) => {
      const cases = await books(load).cases();
      await settled('every case has its clocks, and the resolved ones have stopped', async () => {
        const clocks = await books(load).clocks();
        return clocks.length >= cases.length * 2 && clocks.every(({ caseId, state }) => !resolved.has(caseId) || state === 'STOPPED');
      });
      const clocks = await books(load).clocks();

      expect(clocks.map(({ caseId, metric }) => `${caseId} ${metric}`).sort()).toEqual(cases.flatMap(({ id }) => [`${id} ACKNOWLEDGE`, `${id} RESOLVE`]).sort());
    });
  });

  it('meters what was acknowledged, to the byte', async () => {
    await eachCompany(async (load) => {
      await settled('all usage is on the ledger', async () => (await books(load).metered()).batches >= ackedBy(load));

      expect(await books(load).metered()).toEqual({ batches: ackedBy(load), bytes: load.sender.ackedBytes });
    });
  });

  it('has told each company of each of its cases, under one id', async () => {
    await eachCompany(async (load) => {
      const cases = (await books(load).cases()).map(({ id }) => id).sort();
      const own = (): ReadonlyMap<string, readonly string[]> => openedIn(world().receiver.received.filter(({ path }) => path === `/${load.company.tenantId}`));
      await settled('the last message has arrived', () => Promise.resolve(own().size >= cases.length));

      expect([...own().keys()].sort()).toEqual(cases);
      expect([...own()].filter(([, ids]) => ids.length !== 1)).toEqual([]);
    });
  });

  it('has buried nothing, and every process gets on', async () => {
    const answers = async (): Promise<{ part: string; status: number }[]> => Promise.all(world().processes.map(async ({ part, url }) => ({ part, status: (await fetch(`${url}/readyz`)).status })));
    await settled('every process is ready', async () => (await answers()).every(({ status }) => status === 200));

    expect(await deadLetters(fixed().place)).toEqual([]);
    expect((await answers()).filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('stops in order under load: every process ends by itself with 0', async () => {
    for (const { sender } of loads) sender.start();
    const before = acked();
    await observe('the doors acknowledge again', () => Promise.resolve(acked() >= before + 10), MOVED_MS);
    const running = world().processes.length;
    const endings = await world().stop();

    expect(endings.filter(({ code }) => code !== 0)).toEqual([]);
    expect(endings).toHaveLength(running);
  });
}

/** Comments that stand there more often than they were answered, or were answered and do not stand there. */
function timesSaid(changes: readonly CaseChange[], comments: readonly string[]): readonly string[] {
  const own = changes.filter(({ kind }) => kind === 'comment');
  const strange = comments.filter((body) => !own.some(({ to }) => to === body));
  return [...strange, ...own.filter(({ to, isAnswered }) => {
    const times = comments.filter((body) => body === to).length;
    return isAnswered ? times !== 1 : times > 1;
  }).map(({ to }) => to)];
}

/** Ids of the messages that told the opening of each case. */
function openedIn(received: KillWorld['receiver']['received']): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { body, headers } of received) {
    const { data } = JSON.parse(body) as { readonly data: { readonly case: { readonly id: string } } };
    const known = ids.get(data.case.id) ?? [];
    const id = String(headers['webhook-id']);
    if (!known.includes(id)) ids.set(data.case.id, [...known, id]);
  }
  return ids;
}
