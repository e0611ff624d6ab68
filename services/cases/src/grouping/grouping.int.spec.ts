import { ServiceEdge, createLog, startService, type RunningService } from '@yagura/runtime';
import { TokenVerifier } from '@yagura/auth';
import { FindingCreatedV1, TenantActivatedV1, type Severity } from '@yagura/contracts';
import { SystemDb, type TenantDb } from '@yagura/db';
import { deterministicId, forTest, newId, type TenantContext } from '@yagura/kernel';
import { PostgresDomainEvents, publish } from '@yagura/messaging';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { casesService } from '../app.module';
import type { NewFinding } from './grouping';
import { GroupingService } from './grouping.service';

interface CaseRow extends Record<string, unknown> {
  id: string; number: number; severity: Severity; status: string; finding_count: number; version: number; group_key: string; title: string;
}

let sequence = 0;
function findingOf(ctx: TenantContext, groupKey: string, change: { level?: Severity; host?: string } = {}): NewFinding {
  sequence += 1;
  const at = '2026-11-22T01:00:00.000Z';
  return {
    findingId: deterministicId<'finding'>(ctx.tenantId, String(sequence)), tenantId: ctx.tenantId, sourceId: newId(), batchId: newId(), seq: sequence, contentVersion: '1',
    rule: { id: 'win_encoded', title: 'Encoded PowerShell', level: change.level ?? 'medium', tactics: ['TA0002'], techniques: ['T1059.001'], author: 'Yagura', license: 'Apache-2.0' },
    occurredAt: at, receivedAt: at, createdAt: at, host: change.host ?? 'FIN-PC-07', user: 'sato', summary: 'powershell -enc', observables: [{ name: 'host', value: 'FIN-PC-07' }], groupKey,
  };
}

describe('findings become cases', () => {
  let database: TestDatabase;
  let detection: TenantDb;
  let cases: TenantDb;
  let all: SystemDb;
  let events: PostgresDomainEvents;
  let service: RunningService;
  const grouping = new GroupingService();
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());

  beforeAll(async () => {
    database = await testDatabase();
    detection = database.tenantDb('svc_detection');
    cases = database.tenantDb('svc_cases');
    all = new SystemDb(database.superuserUrl);
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    await events.start();
    const log = createLog('silent');
    const edge = new ServiceEdge(new TokenVerifier({ audience: 'spec', issuers: [] }), Buffer.alloc(32, 1), log);
    service = await startService(casesService, { db: database.tenantDb('svc_cases'), events, edge, log, provide: [] });
  });

  afterAll(async () => {
    await service.stop();
    await events.stop();
    await all.close();
    await database.drop();
  });

  const emit = (ctx: TenantContext, finding: NewFinding): Promise<string> => detection.run(ctx, (tx) => publish(tx, FindingCreatedV1, finding));
  const takeIn = (ctx: TenantContext, finding: NewFinding): Promise<void> => cases.run(ctx, (tx) => grouping.findingCreated(tx, finding));
  const casesOf = (ctx: TenantContext, key: string): Promise<CaseRow[]> =>
    all.sql<CaseRow>('select * from cases.case_file where tenant_id = $1 and group_key = $2 order by opened_at, id', [ctx.tenantId, key]);
  const published = async (caseId: string): Promise<string[]> =>
    (await all.sql<{ type: string }>('select type from lane.outbox where key = $1 order by created_at, id', [caseId])).map(({ type }) => type);

  it('arrives over the lane: the tenant’s names and the finding, as one case that names both', async () => {
    await database.tenantDb('svc_tenants').run(a, (tx) => publish(tx, TenantActivatedV1, {
      tenantId: a.tenantId, slug: 'aoba', code: 'AOBA', name: '青葉製作所', kind: 'customer',
      agreement: {
        agreementId: newId(), version: 1, plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', startsOn: '2026-11-01',
        slaPolicy: { policyId: newId(), version: 1, name: 'standard', calendar: 'always', targets: [{ severity: 'high', acknowledgeSec: 900, resolveSec: 3600 }], pauseOn: [], warnPct: [50] },
        quota: { eventsPerSec: 10, bytesPerDay: 1000, maxSources: 1 }, billingName: '青葉製作所',
      },
    }));
    await emit(a, findingOf(a, 'over the lane'));

    const [found] = await eventually('the case', async () => {
      const rows = await casesOf(a, 'over the lane');
      return rows.length > 0 && rows;
    });
    expect(found).toMatchObject({ title: 'Encoded PowerShell (FIN-PC-07)', severity: 'medium', status: 'new', finding_count: 1, version: 1 });
    expect(await published(found.id)).toEqual(['yagura.case.opened.v1']);
    expect(await all.sql('select slug, name from cases.tenant where tenant_id = $1', [a.tenantId])).toEqual([{ slug: 'aoba', name: '青葉製作所' }]);
    const entries = await all.sql('select action, service from audit.entry where tenant_id = $1 and object_id = $2', [a.tenantId, found.id]);
    expect(entries).toEqual([{ action: 'case.opened', service: 'cases' }]);
  });

  it('joins the open case of its key, and members of groups add up to the findings', async () => {
    for (const key of ['k1', 'k1', 'k2', 'k1']) await takeIn(a, findingOf(a, key));
    await takeIn(b, findingOf(b, 'k1'));

    const [k1, ...more] = await casesOf(a, 'k1');
    expect(more).toEqual([]);
    expect(k1.finding_count).toBe(3);
    expect(await casesOf(b, 'k1')).toMatchObject([{ finding_count: 1, number: 1 }]);
    const [sums] = await all.sql('select (select count(*) from cases.finding)::int as findings, (select count(*) from cases.case_finding)::int as members, (select sum(finding_count) from cases.case_file)::int as counted');
    expect(sums).toEqual({ findings: sums['members'], members: sums['findings'], counted: sums['findings'] });
    expect(await published(k1.id)).toEqual(['yagura.case.opened.v1', 'yagura.case.finding_grouped.v1', 'yagura.case.finding_grouped.v1']);
  });

  it('is the same finding when it comes twice', async () => {
    const finding = findingOf(a, 'twice');
    await takeIn(a, finding);
    await takeIn(a, finding);

    expect(await casesOf(a, 'twice')).toMatchObject([{ finding_count: 1 }]);
  });

  it('raises the severity to the highest level, never lowers it, and tells so', async () => {
    for (const level of ['low', 'high', 'medium', 'high'] as const) await takeIn(a, findingOf(a, 'rising', { level }));

    const [found] = await casesOf(a, 'rising');
    expect(found).toMatchObject({ severity: 'high', version: 2 });
    expect((await published(found.id)).filter((type) => type.includes('severity'))).toEqual(['yagura.case.severity_changed.v1']);
  });

  it('does not undo an analyst’s lowering with more of the same, but with worse', async () => {
    await takeIn(a, findingOf(a, 'lowered', { level: 'high' }));
    await all.sql("update cases.case_file set severity = 'low' where group_key = 'lowered'");

    await takeIn(a, findingOf(a, 'lowered', { level: 'high' }));
    expect(await casesOf(a, 'lowered')).toMatchObject([{ severity: 'low' }]);
    await takeIn(a, findingOf(a, 'lowered', { level: 'critical' }));
    expect(await casesOf(a, 'lowered')).toMatchObject([{ severity: 'critical' }]);
  });

  it('opens a new case after the old one was resolved, and after a day', async () => {
    await takeIn(a, findingOf(a, 'again'));
    await all.sql("update cases.case_file set status = 'resolved', resolved_at = now() where group_key = 'again'");
    await takeIn(a, findingOf(a, 'again'));
    await takeIn(a, findingOf(a, 'again'));
    expect((await casesOf(a, 'again')).map(({ finding_count }) => finding_count)).toEqual([1, 2]);

    await database.shiftTime('24 hours 1 second');
    await takeIn(a, findingOf(a, 'again'));
    await database.shiftTime('0');
    expect((await casesOf(a, 'again')).map(({ finding_count }) => finding_count)).toEqual([1, 2, 1]);
  });

  it('makes one case of many findings of one key that come at the same time, and numbers cases without gaps', async () => {
    await Promise.all(Array.from({ length: 24 }, (_, index) => takeIn(b, findingOf(b, `storm ${index % 3}`))));
    await expect(cases.run(b, async (tx) => {
      await grouping.findingCreated(tx, findingOf(b, 'rolled back'));
      throw new RangeError('change of mind');
    })).rejects.toThrow('change of mind');
    await takeIn(b, findingOf(b, 'after the rollback'));

    for (const key of ['storm 0', 'storm 1', 'storm 2']) expect(await casesOf(b, key)).toMatchObject([{ finding_count: 8 }]);
    const numbers = await all.sql<{ number: number }>('select number from cases.case_file where tenant_id = $1 order by number', [b.tenantId]);
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('cuts a long name without breaking a character', async () => {
    await takeIn(a, findingOf(a, 'long', { host: '😀'.repeat(300) }));

    const [{ title }] = await casesOf(a, 'long');
    expect(title).toMatch(/^Encoded PowerShell \((?:😀)+…$/u);
  });
});
