import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROCESS_NAMES } from '@yagura/config';
import { eventually, personOf, ProcessWorld, TraceCollector, type Ending } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import { GatewayClient } from '../api/gateway-client';
import { FINDINGS, INGESTION_BALANCE } from '../api/world-documents';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { countByMachine } from '../testing/lake-count';
import { EVENTS_PER_BATCH, hostOf, NumberedSender } from '../testing/numbered-sender';
import { tracesTheRoad } from '../testing/trace-suite';

const SETTLED_MS = 60_000;

jest.setTimeout(300_000);

describe('every service in a process of its own, detection in two', () => {
  const world = new ProcessWorld();
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  let collector: TraceCollector;
  let own: Company;
  let other: Company;
  let sender: NumberedSender;
  let token: () => Promise<string>;
  let endings: readonly Ending[] | undefined;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    await world.start(2, { flags: ['--otlp-url', collector.url] });
  });
  afterAll(async () => {
    await sender?.stop().catch(() => undefined);
    if (endings === undefined) await world.stop();
    world.remove();
    await collector?.stop();
    rmSync(acks, { recursive: true, force: true });
  });

  const gateway = (): GatewayClient => operatorOf(world.place);
  const tokenOf = async ({ slug }: Company): Promise<() => Promise<string>> => {
    const person = await personOf(slug, world.place, 'yagura', `viewer@${slug}.invalid`);
    return async () => (await person.authorization() ?? '').replace(/^Bearer /, '');
  };
  const ackedMore = async (batches: number): Promise<void> => {
    const before = sender.acked().length;
    await eventually('the door acknowledges', () => Promise.resolve(sender.acked().length >= before + batches), SETTLED_MS);
  };

  it('runs as many processes as it has parts, and one more', () => {
    const parts = world.processes.map(({ part }) => part);

    expect(new Set(world.processes.map(({ pid }) => pid)).size).toBe(parts.length);
    expect([...new Set(parts)].sort()).toEqual([...PROCESS_NAMES].sort());
    expect(parts.filter((part) => part === 'detection')).toHaveLength(2);
  });

  it('brings client companies in by mutations, across four processes', async () => {
    own = await makeCompany(gateway(), 'watched-apart');
    other = await makeCompany(gateway(), 'beside-it');

    expect(own.tenantId).not.toBe(other.tenantId);
  });

  it('makes findings and a case of what the door took, while one of the two detections is killed', async () => {
    sender = new NumberedSender(() => world.place.hecUrl, own.token, join(acks, 'acks'));
    sender.start();
    await ackedMore(5);
    await world.end(world.of('detection')[0], 'SIGKILL');
    await ackedMore(5);
    await sender.stop();
    const batches = sender.acked().length;
    const nodes = await eventually('every finding is in a case', async () => {
      const { cases } = await gateway().ask(QUEUE, { first: 100 });
      return cases.nodes.reduce((sum, { findingCount }) => sum + findingCount, 0) >= batches && cases.nodes;
    }, SETTLED_MS);

    expect(nodes.reduce((sum, { findingCount }) => sum + findingCount, 0)).toBe(batches);
    expect(new Set(nodes.map(({ tenant: { slug } }) => slug))).toEqual(new Set([own.slug]));
  });

  it('has stored every acknowledged event once, and both books say so', async () => {
    const acked = sender.acked();
    const machines = await countByMachine(world.place, own.tenantId);
    const span = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString(), tenantId: own.tenantId };
    const [source] = await eventually('nothing is in flight', async () => {
      const { ingestionBalance } = await gateway().ask(INGESTION_BALANCE, span);
      return ingestionBalance.every(({ inFlight }) => inFlight === '0') && ingestionBalance;
    }, SETTLED_MS);

    expect([...machines.keys()].sort()).toEqual(acked.map(hostOf).sort());
    expect([...machines.values()].filter(({ rows, records, batches }) => rows !== EVENTS_PER_BATCH || records !== EVENTS_PER_BATCH || batches !== 1)).toEqual([]);
    expect(source).toMatchObject({ stored: String(acked.length * EVENTS_PER_BATCH), quarantined: '0' });
  });

  it('shows a company its own findings, and another company none of them', async () => {
    token = await tokenOf(own);
    const mine = new GatewayClient(world.place.graphqlUrl, token);
    const theirs = new GatewayClient(world.place.graphqlUrl, await tokenOf(other));
    const { cases: { nodes: seen } } = await mine.ask(QUEUE, { first: 10 });

    expect(seen.length).toBeGreaterThan(0);
    expect((await theirs.ask(QUEUE, { first: 10 })).cases.nodes).toEqual([]);
    expect((await theirs.ask(FINDINGS, { first: 10 })).findings.nodes).toEqual([]);
    await expect(theirs.ask(FINDINGS, { first: 10, tenantId: own.tenantId })).rejects.toMatchObject({ kind: 'NotFound' });
    expect((await mine.ask(FINDINGS, { first: 10, tenantId: own.tenantId })).findings.nodes.length).toBeGreaterThan(0);
  });

  tracesTheRoad(() => ({ place: world.place, collector, company: own, system: 'postgresql', isApart: true }));

  it('tells of each process that it lives, gets on and what it counts, and nothing of a tenant', async () => {
    for (const { part, url } of world.processes) {
      const [health, ready, metrics] = await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => fetch(`${url}${path}`)));
      const text = `${await ready.text()}${await metrics.text()}`;

      expect({ part, statuses: [health.status, ready.status, metrics.status] }).toEqual({ part, statuses: [200, 200, 200] });
      expect(text).toContain(`yagura_process_up{service="${part}"} 1`);
      for (const word of [own.slug, own.tenantId, other.tenantId, 'machine-', 'svc-backup']) expect(text).not.toContain(word);
    }
    const cases = await (await fetch(`${world.one('cases').url}/metrics`)).text();
    expect(cases).toMatch(/yagura_call_duration_seconds_count\{operation="cases\.queue",ending="done"\} [1-9]/);
  });

  it('takes no call from whoever shows a person’s token alone', async () => {
    const shown = await token();
    const response = await fetch(`${world.one('cases').url}/calls/cases/queue`, {
      method: 'POST', headers: { authorization: `Bearer ${shown}` }, body: JSON.stringify({ credential: { token: shown }, input: { first: 1 } }),
    });

    expect(response.status).toBe(401);
  });

  it('answers for everything else while one service is down, and for that again when it is back', async () => {
    const { url } = world.one('cases');
    const down = await world.end(world.one('cases'), 'SIGKILL');
    expect(down.signal).toBe('SIGKILL');
    await expect(gateway().ask(QUEUE, { first: 1 })).rejects.toMatchObject({ kind: 'Unavailable', slug: 'service.not_running' });
    const span = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString() };
    expect((await gateway().ask(INGESTION_BALANCE, span)).ingestionBalance.length).toBeGreaterThan(0);

    await world.serve('cases', ['--process-port', new URL(url).port]);
    const { cases } = await eventually('the queue is back', () => gateway().ask(QUEUE, { first: 1 }).catch(() => undefined), SETTLED_MS);
    expect(cases.nodes).toHaveLength(1);
  });

  it('stops in order: each process ends with 0 within its ten seconds', async () => {
    endings = await world.stop();

    expect(endings.filter(({ code }) => code !== 0)).toEqual([]);
    expect(endings).toHaveLength(PROCESS_NAMES.length);
  });
});
