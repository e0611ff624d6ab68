import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROCESS_NAMES } from '@yagura/config';
import { PROVIDER_TENANT_ID } from '@yagura/tenants';
import { Browser, describeWithServers, eventually, personOf, ServerWorld, TraceCollector, type ApiActor, type Ending, type Person } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import { GatewayClient } from '../api/gateway-client';
import { CREATE_USER, DRAFT_INVOICE, FINDINGS, GENERATE_REPORT, GRANT_ROLES, INGESTION_BALANCE, REPORT_FILE, SLA_SUMMARY } from '../api/world-documents';
import { take, workToTheEnd } from '../demo/shift';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { countByMachine } from '../testing/lake-count';
import { EVENTS_PER_BATCH, hostOf, NumberedSender } from '../testing/numbered-sender';
import { SteadyAsker } from '../testing/steady-asker';
import { tracesTheRoad } from '../testing/trace-suite';

const SETTLED_MS = 120_000;
/** How long the identity provider is away while everybody else works on. */
const AWAY_MS = 60_000;
const ANALYST = 'analyst@yagura.invalid';

jest.setTimeout(600_000);

describeWithServers('every part in a process of its own, on Kafka, Keycloak, a bucket that locks and a mail server', () => {
  const world = new ServerWorld();
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  let collector: TraceCollector;
  let own: Company;
  let other: Company;
  let viewer: Person;
  let viewerOfOther: Person;
  let analyst: Person;
  let sender: NumberedSender;
  let operator: GatewayClient;
  let askers: readonly SteadyAsker[] = [];
  let awaySince = 0;
  let endings: readonly Ending[] | undefined;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    await world.start({ flags: ['--otlp-url', collector.url] });
    operator = operatorOf(world.place);
  });
  afterAll(async () => {
    await sender?.stop().catch(() => undefined);
    await Promise.all(askers.map((asker) => asker.stop()));
    await world.stop();
    await collector?.stop();
    rmSync(acks, { recursive: true, force: true });
  });

  const seenBy = (person: ApiActor): GatewayClient => new GatewayClient(world.place.graphqlUrl, async () => (await person.authorization() ?? '').replace(/^Bearer /, ''));
  const viewerOf = ({ slug }: Company): Promise<Person> => personOf(slug, world.place, 'yagura', `viewer@${slug}.invalid`);
  const staff = async (email: string, tenantIds: readonly string[]): Promise<Person> => {
    const input = { tenantId: PROVIDER_TENANT_ID, email, displayName: 'Analyst', locale: 'EN', roles: ['ANALYST'] };
    const { createUser: { member: { userId } } } = await operator.ask(CREATE_USER, { input });
    for (const tenantId of tenantIds) await operator.ask(GRANT_ROLES, { input: { tenantId, userId, roles: ['ANALYST'] } });
    return personOf('analyst', world.place, 'yagura-staff', email);
  };
  const ackedMore = async (batches: number): Promise<void> => {
    const before = sender.acked().length;
    await eventually('the door acknowledges', () => Promise.resolve(sender.acked().length >= before + batches), SETTLED_MS);
  };

  it('brings companies in, whose people sign in at Keycloak with the password that their mail holds', async () => {
    [own, other] = await Promise.all([makeCompany(operator, 'over-servers'), makeCompany(operator, 'beside-it')]);
    [viewer, viewerOfOther, analyst] = await Promise.all([viewerOf(own), viewerOf(other), staff(ANALYST, [own.tenantId, other.tenantId])]);

    expect(world.processes.of('identity')).toEqual([]);
    expect(world.mail.received.filter(({ to }) => to.includes(viewer.signIn.username))).not.toEqual([]);
    expect((await seenBy(viewer).ask(QUEUE, { first: 10 })).cases.nodes).toEqual([]);
  });

  it('serves whoever is signed in from the moment on in which Keycloak is gone', async () => {
    const people = [viewer, viewerOfOther, analyst].map(seenBy);
    await Promise.all(people.map((person) => person.ask(QUEUE, { first: 1 })));
    await world.keycloak.kill();
    awaySince = performance.now();
    askers = people.map((person) => new SteadyAsker(() => person.ask(QUEUE, { first: 10 })));

    await expect(Browser.open('late', world.place, 'yagura', viewer)).rejects.toThrow();
  });

  it('makes findings and a case of what the door took, while one of the two detections is killed', async () => {
    sender = new NumberedSender(() => world.place.hecUrl, own.token, join(acks, 'acks'));
    sender.start();
    await ackedMore(5);
    await world.processes.end(world.processes.of('detection')[0], 'SIGKILL');
    await ackedMore(5);
    await sender.stop();
    const batches = sender.acked().length;
    const nodes = await eventually('every finding is in a case', async () => {
      const { cases } = await seenBy(analyst).ask(QUEUE, { first: 100 });
      return cases.nodes.reduce((sum, { findingCount }) => sum + findingCount, 0) >= batches && cases.nodes;
    }, SETTLED_MS);

    expect(nodes.reduce((sum, { findingCount }) => sum + findingCount, 0)).toBe(batches);
    expect(new Set(nodes.map(({ tenant: { slug } }) => slug))).toEqual(new Set([own.slug]));
  });

  it('has stored every acknowledged event once, and both books say so', async () => {
    const machines = await countByMachine(world.place, own.tenantId);
    const span = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString(), tenantId: own.tenantId };
    const [source] = await eventually('nothing is in flight', async () => {
      const { ingestionBalance } = await operator.ask(INGESTION_BALANCE, span);
      return ingestionBalance.every(({ inFlight }) => inFlight === '0') && ingestionBalance;
    }, SETTLED_MS);

    expect([...machines.keys()].sort()).toEqual(sender.acked().map(hostOf).sort());
    expect([...machines.values()].filter(({ rows, records, batches }) => rows !== EVENTS_PER_BATCH || records !== EVENTS_PER_BATCH || batches !== 1)).toEqual([]);
    expect(source).toMatchObject({ stored: String(sender.acked().length * EVENTS_PER_BATCH), quarantined: '0' });
  });

  it('lets the analyst work the case to its end, keeps the promise and shows the company what was done', async () => {
    const { cases: { nodes: [first] } } = await seenBy(analyst).ask(QUEUE, { first: 1 });
    await take(seenBy(analyst), first);
    await workToTheEnd(seenBy(analyst), 'en', first);
    const promised = { tenantId: own.tenantId, from: new Date(0).toISOString(), until: new Date(Date.now() + 60_000).toISOString() };
    const kept = await eventually('the promise is told as kept', async () => {
      const { slaSummary: { tenants } } = await seenBy(analyst).ask(SLA_SUMMARY, promised);
      return tenants.find(({ tenantId, met }) => tenantId === own.tenantId && met > 0);
    }, SETTLED_MS);

    expect(kept.breached).toBe(0);
    expect((await seenBy(viewer).ask(QUEUE, { first: 100 })).cases.nodes.find(({ id }) => id === first.id)?.status).toBe('CLOSED');
    expect((await seenBy(viewer).ask(FINDINGS, { first: 10, tenantId: own.tenantId })).findings.nodes).toHaveLength(10);
  });

  it('keeps the report in the bucket under its company’s name, locked, with the bytes that it shows', async () => {
    const { generateReport: { report } } = await seenBy(analyst).ask(GENERATE_REPORT, { input: { tenantId: own.tenantId, period: 'to-date' } });
    const { reportFile } = await seenBy(viewer).ask(REPORT_FILE, { id: report.id, format: 'PDF' });
    const digest = createHash('sha256').update(Buffer.from(reportFile.base64, 'base64')).digest('hex');
    const kept = (await world.store.objects()).filter(({ key }) => key.includes(report.id));

    expect(digest).toBe(reportFile.sha256);
    expect(kept.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))).toContain(digest);
    expect(kept.filter(({ key }) => !key.startsWith(`${own.tenantId}/`))).toEqual([]);
    expect((await operator.ask(DRAFT_INVOICE, { input: { tenantId: own.tenantId, period: 'to-date' } })).draftInvoice.invoice.lines.length).toBeGreaterThan(0);
  });

  it('shows another company none of it', async () => {
    expect((await seenBy(viewerOfOther).ask(QUEUE, { first: 10 })).cases.nodes).toEqual([]);
    await expect(seenBy(viewerOfOther).ask(FINDINGS, { first: 10, tenantId: own.tenantId })).rejects.toMatchObject({ kind: 'NotFound' });
  });

  it('answered everybody who was signed in for the whole minute without Keycloak, and lets people sign in when it is back', async () => {
    await eventually('Keycloak was away for a minute', () => Promise.resolve(performance.now() - awaySince >= AWAY_MS), 2 * AWAY_MS);
    await Promise.all(askers.map((asker) => asker.stop()));
    await world.keycloak.start();
    const again = await Browser.open('again', world.place, 'yagura', viewer);
    await again.renew();

    expect(askers.flatMap(({ refused }) => refused)).toEqual([]);
    for (const { answered } of askers) expect(answered).toBeGreaterThan(10);
    expect((await seenBy(again).ask(FINDINGS, { first: 1, tenantId: own.tenantId })).findings.nodes).toHaveLength(1);
  });

  tracesTheRoad(() => ({ place: world.place, collector, company: own, system: 'kafka', isApart: true }));

  it('says of each process that it gets on', async () => {
    const answers = await Promise.all(world.processes.processes.map(async ({ part, url }) => ({ part, status: (await fetch(`${url}/readyz`)).status })));

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('stops in order: each process ends with 0 within its ten seconds', async () => {
    endings = await world.processes.stop();

    expect(endings.filter(({ code }) => code !== 0)).toEqual([]);
    // Without the identity provider of ours, and without the detection that was killed.
    expect(endings).toHaveLength(PROCESS_NAMES.length - 1);
  });
});
