import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReportGeneratedV1 } from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { FolderFileStore } from '@yagura/outside';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { applyTo } from '../../sample/apply';
import { busyMonth } from '../../sample/busy-month';
import { Story, type ToldEvent } from '../../sample/story';
import { FactConsumer } from '../fact/fact.consumer';
import { FactService } from '../fact/fact.service';
import { reportModel } from '../section/report-model';
import { RenderPool } from './render-pool';
import { reportDocument, type ReportDocument } from './report-document';
import { ReportService } from './report.service';

const ACTED = '2026-07-05T00:00:00Z';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('monthly reports of two client companies', () => {
  let database: TestDatabase;
  let db: TenantDb;
  let folder: string;
  let pool: RenderPool;
  let service: ReportService;
  const facts = new FactService();
  const consumer = new FactConsumer(facts);
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());
  const stories = { a: busyMonth(a.tenantId, 'ja'), b: busyMonth(b.tenantId, 'en') };

  const newService = (name: string): ReportService => new ReportService(db, facts, pool, new FolderFileStore(join(folder, name)));
  const bytesOf = async (ctx: TenantContext, id: string, format: 'pdf' | 'json', from = service): Promise<Uint8Array> => (await from.file(ctx, { id, format })).bytes;
  const documentOf = async (ctx: TenantContext, id: string): Promise<ReportDocument> => reportDocument.parse(JSON.parse(Buffer.from(await bytesOf(ctx, id, 'json')).toString('utf8')));
  const actionsOf = async (id: string): Promise<string[]> =>
    (await database.systemDb('audit_sequencer').sql<{ action: string }>('select action from audit.entry where object_id = $1 order by at, id', [id])).map(({ action }) => action);

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_reporting');
    folder = mkdtempSync(join(tmpdir(), 'yagura-reports-'));
    pool = new RenderPool();
    service = newService('first');
    for (const story of [stories.a, stories.b]) await applyTo(db, consumer, story, story.until(ACTED));
  }, 120_000);

  afterAll(async () => {
    await pool.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tell the figures that a count over the same events gives', async () => {
    const report = await service.generate(a, { tenantId: a.tenantId, period: '2026-06' });
    const { figures } = await documentOf(a, report.reportId);

    const expected = countedByHand(stories.a.until(ACTED), Date.parse('2026-05-31T15:00:00Z'), Date.parse('2026-06-30T15:00:00Z'));
    expect(figures.funnel).toEqual(expected.funnel);
    expect(Object.fromEntries(figures.bySeverity.map((row) => [row.severity, row.findings]))).toEqual(expected.bySeverity);
    expect(Object.fromEntries(figures.metrics.map(({ id, n, value }) => [id, { n, value }]))).toEqual(expected.metrics);
    expect({ met: figures.promises.met, breached: figures.promises.breached }).toEqual(expected.promises);
  });

  it('hold nothing of the other company', async () => {
    const [ours, theirs] = await Promise.all([a, b].map((ctx) => service.generate(ctx, { tenantId: ctx.tenantId, period: '2026-06' })));
    const [documentA, documentB] = await Promise.all([documentOf(a, ours.reportId), documentOf(b, theirs.reportId)]);

    const canaries = [a.tenantId, stories.a.tenant.name, ...stories.a.sources.values(), ...documentA.cases.flatMap(({ caseId, title }) => [caseId, title])];
    const told = JSON.stringify([documentB, reportModel(documentB, 'en', ''), reportModel(documentB, 'ja', '')]);
    expect(canaries.length).toBeGreaterThan(20);
    expect(canaries.filter((canary) => told.includes(canary))).toEqual([]);
    expect(canaries.filter((canary) => JSON.stringify(documentA).includes(canary))).toEqual(canaries);
  });

  it('of the same period and data are one report with equal bytes, also when they are made again elsewhere', async () => {
    const first = await service.generate(b, { tenantId: b.tenantId, period: '2026-06' });
    const again = await service.generate(b, { tenantId: b.tenantId, period: '2026-06' });
    const document = await documentOf(b, first.reportId);
    const freshPool = new RenderPool();
    const elsewhere = await freshPool.render(reportModel(document, 'en', first.json.sha256));
    await freshPool.close();

    expect(again).toEqual(first);
    expect(Buffer.from(elsewhere.bytes).equals(Buffer.from(await bytesOf(b, first.reportId, 'pdf')))).toBe(true);
    expect(Buffer.from(await bytesOf(b, first.reportId, 'pdf', newService('first'))).equals(Buffer.from(elsewhere.bytes))).toBe(true);
  });

  it('are tagged PDF/UA-1 in the language of the agreement, with as many pages as they say', async () => {
    for (const [ctx, lang] of [[a, 'ja-JP'], [b, 'en']] as const) {
      const report = await service.generate(ctx, { tenantId: ctx.tenantId, period: '2026-06' });
      const pdf = text(await bytesOf(ctx, report.reportId, 'pdf'));

      expect(pdf).toContain(`/Lang (${lang})`);
      expect(pdf).toContain('/Marked true');
      expect(pdf).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(pdf).toContain(`/Count ${report.pages}`);
      expect(report.pages).toBeGreaterThan(4);
      expect(report.pages).toBeLessThan(12);
    }
  });

  it('come out the same whatever order the events arrive in, and however often', async () => {
    const c = forTest(a.tenantId.replace(/^......../, '0badcafe') as typeof a.tenantId);
    const story = stories.b;
    const other = { ...story, tenant: { ...story.tenant, tenantId: c.tenantId } } as Story;
    const renamed = story.until(ACTED).map((told) => ({ ...told, data: JSON.parse(JSON.stringify(told.data).replaceAll(b.tenantId, c.tenantId)) }) as ToldEvent);
    const byTopic = [...renamed].sort((x, y) => y.event.topic.localeCompare(x.event.topic));
    await applyTo(db, consumer, other, byTopic);
    await applyTo(db, consumer, other, renamed.filter(({ event }) => event.topic !== 'detection.batch'));

    const straight = await documentOf(b, (await service.generate(b, { tenantId: b.tenantId, period: '2026-06' })).reportId);
    const shuffled = await documentOf(c, (await service.generate(c, { tenantId: c.tenantId, period: '2026-06' })).reportId);
    const { dataVersion: _straight, tenant: _b, ...told } = straight;
    const { dataVersion: _shuffled, tenant: _c, ...toldShuffled } = shuffled;
    expect(toldShuffled).toEqual(told);
  }, 120_000);

  it('are told to the others and written into the company’s log when they are made, once', async () => {
    const report = await service.generate(a, { tenantId: a.tenantId, period: '2026-06' });

    const told = await database.systemDb('lane_relay').sql<{ envelope: { data: unknown } }>('select envelope from lane.outbox where type = $1 and key = $2', [ReportGeneratedV1.type, report.reportId]);
    expect(told.map(({ envelope }) => ReportGeneratedV1.data.parse(envelope.data))).toEqual([expect.objectContaining({ period: '2026-06', isFinal: true, sha256: report.pdf.sha256, pages: report.pages })]);
    expect((await actionsOf(report.reportId)).filter((action) => action === 'report.generated')).toHaveLength(1);
  });

  it('of a closed month stay as they are when the next month brings news, and get a next version when the month itself does', async () => {
    const d = forTest(newId<'tenant'>());
    const story = new Story({ tenantId: d.tenantId, name: 'Harbour Foods', language: 'en', timeZone: 'Europe/London' }, '2026-05-04T08:00:00Z');
    story.addSource('mail', 'microsoft_365', '2026-05-04T09:00:00Z');
    story.batch('mail', '2026-05-20T09:00:00Z', 100);
    await applyTo(db, consumer, story, story.events);
    const may = await service.generate(d, { tenantId: d.tenantId, period: '2026-05' });

    const later = story.events.length;
    story.batch('mail', '2026-06-02T09:00:00Z', 100);
    await applyTo(db, consumer, story, story.events.slice(later));
    expect(await service.generate(d, { tenantId: d.tenantId, period: '2026-05' })).toEqual(may);

    const latecomer = story.events.length;
    story.batch('mail', '2026-05-31T22:59:59Z', 7);
    await applyTo(db, consumer, story, story.events.slice(latecomer));
    const restated = await service.generate(d, { tenantId: d.tenantId, period: '2026-05' });
    expect(restated).toMatchObject({ version: 2, period: '2026-05' });
    expect((await documentOf(d, restated.reportId)).figures.funnel.eventsAccepted).toBe('107');
    expect((await documentOf(d, may.reportId)).figures.funnel.eventsAccepted).toBe('100');
    const { items } = await service.list(d, { tenantId: d.tenantId, first: 1 });
    expect(items).toEqual([restated]);
  });

  it.each([
    ['Europe/London', '2026-03', '2026-03-31T22:59:59.999Z', '2026-03-31T23:00:00.000Z'], ['Europe/London', '2026-10', '2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z'],
    ['Asia/Tokyo', '2026-03', '2026-03-31T14:59:59.999Z', '2026-03-31T15:00:00.000Z'],
  ])('in %s count what happened in the last millisecond of %s, and nothing of the next month', async (timeZone, month, last, next) => {
    const e = forTest(newId<'tenant'>());
    const story = new Story({ tenantId: e.tenantId, name: 'Edge', language: 'en', timeZone }, '2026-01-10T00:00:00Z');
    story.addSource('fw', 'firewall', '2026-01-11T00:00:00Z');
    for (const at of [last, next]) {
      story.finding('fw', 'high', { at, host: 'H', rule: 'Rule', tactics: ['impact'] });
      story.batch('fw', at, 10);
    }
    await applyTo(db, consumer, story, story.events);

    const { figures } = await documentOf(e, (await service.generate(e, { tenantId: e.tenantId, period: month })).reportId);
    expect(figures.funnel).toMatchObject({ findings: 1, eventsAccepted: '10' });
  });

  it('of a month without anything are valid and say so', async () => {
    const f = forTest(newId<'tenant'>());
    const story = new Story({ tenantId: f.tenantId, name: 'みほん商事', language: 'ja', timeZone: 'Asia/Tokyo' }, '2026-06-02T00:00:00Z');
    await applyTo(db, consumer, story, story.events);

    const report = await service.generate(f, { tenantId: f.tenantId, period: '2026-06' });
    const document = await documentOf(f, report.reportId);
    expect(document.actions).toEqual([{ code: 'nothing_open' }]);
    expect(document.figures.metrics.filter(({ value }) => value !== null)).toEqual([]);
    expect(document.figures.metrics.map(({ nullReason }) => nullReason)).toEqual(['no_items', 'no_items', 'no_items', 'zero_denominator', 'zero_denominator']);
    expect(report.pages).toBeGreaterThan(0);
  });

  it('that two people ask for at once are one report', async () => {
    const g = forTest(newId<'tenant'>());
    const story = new Story({ tenantId: g.tenantId, name: 'Twice', language: 'en', timeZone: 'Europe/London' }, '2026-06-02T00:00:00Z');
    await applyTo(db, consumer, story, story.events);

    const [one, two] = await Promise.all([1, 2].map(() => service.generate(g, { tenantId: g.tenantId, period: '2026-06' })));
    expect(one).toEqual(two);
    expect((await service.list(g, { first: 100 })).items).toEqual([one]);
    expect((await actionsOf(one.reportId)).filter((action) => action === 'report.generated')).toHaveLength(1);
  });

  it('to date are marked as such, and told as of the newest event', async () => {
    const report = await service.generate(a, { tenantId: a.tenantId, period: 'to-date' });

    const document = await documentOf(a, report.reportId);
    expect(report.isFinal).toBe(false);
    expect(document.period.isFinal).toBe(false);
    expect(reportModel(document, 'en', '')).toMatchObject({ kind: 'Monthly security report – month to date' });
    expect(reportModel(document, 'ja', '').kind).toContain('暫定');
    await expect(service.generate(a, { tenantId: a.tenantId, period: report.period })).rejects.toMatchObject({ slug: 'report.month_not_ended' });
  });

  it('are read by their own company only, and staff leave a trace in its log', async () => {
    const { reportId } = await service.generate(a, { tenantId: a.tenantId, period: '2026-06' });
    const viewer = forTest(a.tenantId, { audience: 'customer' });
    const stranger = forTest(b.tenantId, { audience: 'customer' });
    const provider = newId<'tenant'>();
    const analyst = forTest(provider, { audience: 'staff', readScope: [a.tenantId, b.tenantId] });
    const unassigned = forTest(provider, { audience: 'staff', readScope: [b.tenantId] });
    const before = await actionsOf(reportId);

    await expect(service.open(viewer, { id: reportId })).resolves.toMatchObject({ tenantId: a.tenantId });
    await expect(service.file(stranger, { id: reportId, format: 'pdf' })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(service.open(unassigned, { id: reportId })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(service.generate(unassigned, { tenantId: a.tenantId, period: '2026-06' })).rejects.toMatchObject({ kind: 'NotFound' });
    expect(await actionsOf(reportId)).toEqual(before);
    await service.open(analyst, { id: reportId });
    await service.file(analyst, { id: reportId, format: 'pdf' });
    expect((await actionsOf(reportId)).slice(before.length)).toEqual(['report.opened', 'report.file_opened']);
    const traces = await database.systemDb('audit_sequencer').sql('select distinct tenant_id from audit.entry where object_id = $1', [reportId]);
    expect(traces).toEqual([{ tenant_id: a.tenantId }]);
    expect((await service.list(stranger, { first: 100 })).items.filter(({ tenantId }) => tenantId !== b.tenantId)).toEqual([]);
  });

  it('are listed page by page, and a cursor of another list leads nowhere', async () => {
    const analyst = forTest(newId<'tenant'>(), { audience: 'staff', readScope: [a.tenantId, b.tenantId] });
    const all = (await service.list(analyst, { first: 100 })).items.map(({ reportId }) => reportId);
    const paged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await service.list(analyst, { first: 1, after });
      paged.push(...page.items.map(({ reportId }) => reportId));
      if (page.nextCursor === null) break;
      after = page.nextCursor;
    }

    const { nextCursor } = await service.list(analyst, { first: 1 });
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
    await expect(service.list(analyst, { tenantId: a.tenantId, first: 1, after: nextCursor ?? '' })).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
  });
});

/** The same figures by plain loops over the story's events, without the code under test. */
function countedByHand(events: readonly ToldEvent[], from: number, until: number) {
  const of = <Data>(name: string): Data[] => events.filter(({ event }) => event.type === `yagura.${name}.v1`).map(({ data }) => data as Data);
  const within = (at: string | undefined): boolean => at !== undefined && Date.parse(at) >= from && Date.parse(at) < until;
  const findings = of<{ findingId: string; createdAt: string; occurredAt: string; rule: { level: string } }>('finding.created');
  const created = findings.filter(({ createdAt }) => within(createdAt));
  const opened = of<{ caseId: string; at: string; findingIds: string[] }>('case.opened');
  const caseOf = new Map([...opened.flatMap(({ caseId, findingIds }) => findingIds.map((id) => [id, caseId] as const)),
    ...of<{ caseId: string; findingId: string }>('case.finding_grouped').map(({ caseId, findingId }) => [findingId, caseId] as const)]);
  const acknowledged = new Map(of<{ caseId: string; at: string }>('case.acknowledged').map(({ caseId, at }) => [caseId, at]));
  const verdicts = of<{ caseId: string; at: string; verdict: string; findingIds: string[] }>('case.verdict_set').filter(({ at }) => within(at));
  const resolved = of<{ caseId: string; at: string; status: string }>('case.status_changed').filter(({ at, status }) => status === 'resolved' && within(at));
  const minutes = (spans: readonly number[]) => ({ n: spans.length, value: Math.round(spans.reduce((sum, ms) => sum + ms, 0) / spans.length / 60) / 1000 });
  const judged = verdicts.flatMap(({ verdict, findingIds }) => findingIds.map((id) => ({ id, verdict })));
  const attacks = judged.filter(({ verdict }) => verdict === 'true_positive');
  const falseOnes = judged.filter(({ verdict }) => verdict === 'false_positive').length;
  const decided = judged.filter(({ verdict }) => verdict !== 'suspicious').length;
  const met = of<{ at: string }>('sla.clock_met').filter(({ at }) => within(at)).length;
  const breached = of<{ at: string }>('sla.clock_breached').filter(({ at }) => within(at)).length;
  const detect = attacks.map(({ id }) => findings.find(({ findingId }) => findingId === id)).map((one) => Date.parse(one?.createdAt ?? '') - Date.parse(one?.occurredAt ?? ''));
  const acknowledge = findings.filter(({ findingId }) => within(acknowledged.get(caseOf.get(findingId) ?? '')))
    .map(({ findingId, createdAt }) => Date.parse(acknowledged.get(caseOf.get(findingId) ?? '') ?? '') - Date.parse(createdAt));
  const resolve = resolved.map(({ caseId, at }) => Date.parse(at) - Date.parse(opened.find((one) => one.caseId === caseId)?.at ?? ''));
  const attackCases = new Set(verdicts.filter(({ verdict }) => verdict === 'true_positive').map(({ caseId }) => caseId));
  return {
    funnel: {
      eventsAccepted: String(of<{ receivedAt: string; stored: number; quarantined: number }>('telemetry.batch_processed').filter(({ receivedAt }) => within(receivedAt))
        .reduce((sum, { stored, quarantined }) => sum + stored + quarantined, 0)),
      findings: created.length, findingsInCases: created.filter(({ findingId }) => caseOf.has(findingId)).length, casesOpened: opened.filter(({ at }) => within(at)).length,
      attacks: opened.filter(({ caseId, at }) => within(at) && attackCases.has(caseId)).length,
    },
    bySeverity: Object.fromEntries(['critical', 'high', 'medium', 'low', 'informational'].map((level) => [level, created.filter(({ rule }) => rule.level === level).length])),
    metrics: {
      'finding.occurred_to_created': minutes(detect), 'finding.created_to_acknowledged': minutes(acknowledge), 'case.opened_to_resolved': minutes(resolve),
      'finding.false_positive_rate': { n: decided, value: Math.round((falseOnes / decided) * 1e6) / 1e6 },
      'sla.attainment': { n: met + breached, value: Math.floor((met / (met + breached)) * 10_000) / 100 },
    },
    promises: { met, breached },
  };
}
