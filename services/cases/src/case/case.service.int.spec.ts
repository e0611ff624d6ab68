import { SystemDb, type TenantDb } from '@yagura/db';
import { deterministicId, forTest, newId, type TenantContext } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { CommentService } from '../comment/comment.service';
import { FindingService } from '../finding/finding.service';
import { GroupingService } from '../grouping/grouping.service';
import { HomeService } from '../home/home.service';
import { LookService } from '../look/look.service';
import { TimelineService } from '../timeline/timeline.service';
import { AnnouncerService } from './announcer.service';
import { CaseService } from './case.service';
import { OpeningService } from './opening.service';

interface Event extends Record<string, unknown> { type: string; version: number }

describe('work on a case', () => {
  let database: TestDatabase;
  let db: TenantDb;
  let all: SystemDb;
  let cases: CaseService;
  let openings: OpeningService;
  let findings: FindingService;
  const tenantA = newId<'tenant'>();
  const tenantB = newId<'tenant'>();
  const home = newId<'tenant'>();
  const person = { kind: 'user' as const, id: newId(), name: 'Ann Analyst' };
  /** As an analyst's edge makes it: writes go to the provider's tenant unless a row says otherwise, reads to both customers. */
  const analyst = forTest(home, { actor: person, audience: 'staff', readScope: [tenantA, tenantB] });
  const customer = forTest(tenantA, { audience: 'customer', readScope: [tenantA] });
  const stranger = forTest(tenantB, { audience: 'staff', readScope: [tenantB] });
  let sequence = 0;

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_cases');
    all = new SystemDb(database.superuserUrl);
    const homes = new HomeService(db);
    const timeline = new TimelineService();
    const notes = new CommentService();
    findings = new FindingService(db, homes, new LookService(db));
    cases = new CaseService(homes, timeline, notes, new AnnouncerService());
    openings = new OpeningService(homes, findings, timeline, notes);
  });

  afterAll(async () => {
    await all.close();
    await database.drop();
  });

  /** A new case of tenant A with `count` findings; answers its id. */
  async function newCase(count = 1): Promise<string> {
    sequence += 1;
    const groupKey = `case ${sequence}`;
    const at = '2026-11-22T01:00:00.000Z';
    for (let index = 0; index < count; index += 1) {
      await db.run(forTest(tenantA, { audience: 'system', actor: { kind: 'service', id: 'cases', name: 'cases' } }), (tx) => new GroupingService().findingCreated(tx, {
        findingId: deterministicId<'finding'>(groupKey, String(index)), tenantId: tenantA, sourceId: newId(), batchId: newId(), seq: index, contentVersion: '1',
        rule: { id: 'r', title: 'Rule', level: 'medium', tactics: [], techniques: [], author: 'Yagura', license: 'Apache-2.0' },
        occurredAt: at, receivedAt: at, createdAt: at, host: 'h', user: 'u', summary: 's', observables: [], groupKey,
      }));
    }
    const [{ id }] = await all.sql<{ id: string }>('select id from cases.case_file where group_key = $1', [groupKey]);
    return id;
  }
  const eventsOf = (caseId: string): Promise<Event[]> => all.sql<Event>(
    `select replace(type, 'yagura.case.', '') as type, (envelope #>> '{data,version}')::int as version from lane.outbox where key = $1 order by created_at, id`, [caseId]);
  const auditOf = (objectId: string): Promise<{ tenant_id: string; action: string; actor_id: string; audience: string }[]> =>
    all.sql('select tenant_id, action, actor_id, audience from audit.entry where object_id = $1 order by at, id', [objectId]);

  it('goes from taken to closed; each step is told, kept in the timeline and audited in the tenant’s chain', async () => {
    const caseId = await newCase(2);

    const taken = await cases.take(analyst, { caseId, expectedVersion: 1 });
    expect(taken).toMatchObject({ status: 'in_progress', assignee: { userId: person.id, name: 'Ann Analyst' }, version: 4 });
    expect(taken.acknowledgedAt).not.toBeNull();
    const held = await cases.changeStatus(analyst, { caseId, expectedVersion: 4, status: 'on_hold', holdReason: 'customer' });
    expect(held).toMatchObject({ status: 'on_hold', holdReason: 'customer', version: 5 });
    await cases.setVerdict(analyst, { caseId, expectedVersion: 5, verdict: 'true_positive', reason: 'seen on two machines' });
    const closed = await cases.close(analyst, { caseId, expectedVersion: 6 });

    expect(closed).toMatchObject({ status: 'closed', verdict: 'true_positive', version: 8 });
    expect((await eventsOf(caseId)).map(({ type, version }) => `${type} ${version}`)).toEqual([
      'opened.v1 1', 'finding_grouped.v1 1', 'acknowledged.v1 2', 'status_changed.v1 4', 'status_changed.v1 5', 'verdict_set.v1 6', 'status_changed.v1 7', 'closed.v1 8',
    ]);
    expect((await auditOf(caseId)).map(({ action }) => action)).toEqual(['case.opened', 'case.taken', 'case.status_changed', 'case.verdict_set', 'case.closed']);
    expect(new Set((await auditOf(caseId)).map(({ tenant_id }) => tenant_id))).toEqual(new Set([tenantA]));
    const { items } = await openings.timeline(analyst, { caseId, first: 100 });
    expect([...new Set(items.map(({ kind, actor }) => `${kind === 'opened' ? kind : 'later'}: ${actor ?? 'nobody'}`))]).toEqual(['opened: nobody', 'later: Ann Analyst']);
    expect(items.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['opened', null, 'medium'], ['acknowledged', null, null], ['assigned', null, 'Ann Analyst'], ['status_changed', 'new', 'in_progress'],
      ['status_changed', 'in_progress', 'on_hold'], ['verdict_set', null, 'true_positive'], ['status_changed', 'on_hold', 'resolved'], ['closed', null, 'true_positive'],
    ]);
  });

  it('is found by its tenant’s slug and its number, in the reader’s scope alone; the opening is audited like one by id', async () => {
    const caseId = await newCase();
    const [{ number }] = await all.sql<{ number: number }>('select number from cases.case_file where id = $1', [caseId]);
    await all.sql(`insert into cases.tenant (tenant_id, slug, code, name) values ($1, 'alpha-works', 'ALPHA', 'Alpha') on conflict (tenant_id) do update set slug = excluded.slug`, [tenantA]);

    expect(await openings.caseByNumber(analyst, { tenantSlug: 'alpha-works', number })).toMatchObject({ caseId, number });
    expect((await auditOf(caseId)).map(({ action }) => action)).toContain('case.opened_by_staff');
    const refusals = await Promise.all([
      openings.caseByNumber(stranger, { tenantSlug: 'alpha-works', number }), openings.caseByNumber(analyst, { tenantSlug: 'alpha-works', number: 4_000_000 }),
      openings.caseByNumber(analyst, { tenantSlug: 'nobody', number }),
    ].map((opening) => opening.then(() => 'opened', (error: Error & { kind?: string }) => `${error.kind}: ${error.message}`)));
    expect(new Set(refusals)).toEqual(new Set(['NotFound: There is no such case.']));
  });

  it('gives its findings the verdict, also one that joined after the verdict was set', async () => {
    const caseId = await newCase(2);
    const [{ group_key: key }] = await all.sql<{ group_key: string }>('select group_key from cases.case_file where id = $1', [caseId]);
    await cases.setVerdict(analyst, { caseId, expectedVersion: 1, verdict: 'benign', reason: 'a known script' });
    const lateId = deterministicId<'finding'>(key, 'late');
    const [{ data }] = await all.sql<{ data: object }>(`select to_jsonb(f) as data from cases.finding f where group_key = $1 limit 1`, [key]);
    await all.sql(`insert into cases.finding select * from jsonb_populate_record(null::cases.finding, $1::jsonb)`,
      [JSON.stringify({ ...data, id: lateId, verdict: null, verdict_reason: null, verdict_at: null })]);
    await all.sql('insert into cases.case_finding values ($1, $2, $3, now())', [tenantA, caseId, lateId]);

    await cases.close(analyst, { caseId, expectedVersion: 3 });

    const { items } = await openings.caseFindings(analyst, { caseId, first: 100 });
    expect(items.map(({ verdict, verdictReason }) => [verdict, verdictReason])).toEqual([['benign', 'a known script'], ['benign', 'a known script'], ['benign', 'a known script']]);
    const told = await all.sql<{ ids: string[] }>(`select array(select jsonb_array_elements_text(envelope #> '{data,findingIds}')) as ids from lane.outbox
      where key = $1 and type = 'yagura.case.verdict_set.v1' order by created_at`, [caseId]);
    expect(told.map(({ ids }) => ids.length)).toEqual([2, 1]);
    expect(told[1].ids).toEqual([lateId]);
  });

  it('gives its findings the later verdict when somebody knows better', async () => {
    const caseId = await newCase(2);
    await cases.setVerdict(analyst, { caseId, expectedVersion: 1, verdict: 'benign', reason: 'looks like a script' });

    const { verdict, version } = await cases.setVerdict(analyst, { caseId, expectedVersion: 3, verdict: 'true_positive', reason: 'it was not ours' });

    expect([verdict, version]).toEqual(['true_positive', 4]);
    const { items } = await openings.caseFindings(analyst, { caseId, first: 10 });
    expect(items.map((finding) => [finding.verdict, finding.verdictReason])).toEqual([['true_positive', 'it was not ours'], ['true_positive', 'it was not ours']]);
  });

  it('is decided once: of two people who saw the same version, one is refused', async () => {
    const caseId = await newCase();
    const bob = { ...analyst, actor: { kind: 'user' as const, id: newId(), name: 'Bob' } };

    const answers = await Promise.allSettled([cases.take(analyst, { caseId, expectedVersion: 1 }), cases.take(bob, { caseId, expectedVersion: 1 })]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find((answer) => answer.status === 'rejected')).toMatchObject({ reason: { kind: 'Conflict', slug: 'case.version_conflict' } });
    expect((await eventsOf(caseId)).filter(({ type }) => type === 'acknowledged.v1')).toHaveLength(1);
  });

  it('is only read once closed: every change is refused and none leaves a trace, and the database refuses by itself', async () => {
    const caseId = await newCase();
    await cases.setVerdict(analyst, { caseId, expectedVersion: 1, verdict: 'test', reason: 'a drill' });
    const { version } = await cases.close(analyst, { caseId, expectedVersion: 3 });
    const before = await eventsOf(caseId);

    const changes = [
      () => cases.take(analyst, { caseId, expectedVersion: version }),
      () => cases.comment(analyst, { caseId, body: 'too late', visibility: 'internal' }),
      () => cases.changeStatus(analyst, { caseId, expectedVersion: version, status: 'in_progress' }),
      () => cases.setVerdict(analyst, { caseId, expectedVersion: version, verdict: 'benign', reason: 'changed my mind' }),
      () => cases.changeSeverity(analyst, { caseId, expectedVersion: version, severity: 'low', reason: 'changed my mind' }),
      () => cases.close(analyst, { caseId, expectedVersion: version }),
    ];
    for (const change of changes) await expect(change()).rejects.toMatchObject({ kind: 'Conflict', slug: 'case.already_closed' });
    const direct = db.run({ ...analyst, tenantId: tenantA }, (tx) => tx.execute("update cases.case_file set severity = 'low' where tenant_id = $1 and id = $2", [tenantA, caseId]));

    await expect(direct).rejects.toMatchObject({ code: '23000' });
    expect(await eventsOf(caseId)).toEqual(before);
    expect((await openings.comments(analyst, { caseId, first: 10 })).items).toEqual([]);
  });

  it('of another tenant is not found, whatever is asked of it, and stays as it was', async () => {
    const caseId = await newCase();
    const { items: [{ findingId }] } = await openings.caseFindings(analyst, { caseId, first: 1 });

    const page = { caseId, first: 10 };
    const asked: (() => Promise<unknown>)[] = [
      () => openings.caseById(stranger, { caseId }), () => openings.caseFindings(stranger, page), () => openings.timeline(stranger, page),
      () => openings.comments(stranger, page), () => cases.take(stranger, { caseId, expectedVersion: 1 }),
      () => cases.comment(stranger, { caseId, body: 'hello', visibility: 'customer' }), () => cases.close(stranger, { caseId, expectedVersion: 1 }),
      () => findings.findingById(stranger, { findingId }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(openings.caseById(stranger, { caseId: newId() })).rejects.toMatchObject({ kind: 'NotFound', slug: 'case.not_found' });

    expect(await openings.caseById(analyst, { caseId })).toMatchObject({ version: 1, status: 'new' });
  });

  it('shows a client company its case, the comments meant for it and nothing of the work behind', async () => {
    const caseId = await newCase();
    await cases.take(analyst, { caseId, expectedVersion: 1 });
    await cases.comment(analyst, { caseId, body: 'CANARY internal', visibility: 'internal' });
    await cases.comment(analyst, { caseId, body: 'Please confirm the login of Mr Sato.', visibility: 'customer' });
    await cases.changeSeverity(analyst, { caseId, expectedVersion: 4, severity: 'high', reason: 'CANARY reason' });
    await cases.setVerdict(analyst, { caseId, expectedVersion: 5, verdict: 'suspicious', reason: 'CANARY verdict' });

    const view = {
      case: await openings.caseById(customer, { caseId }), comments: (await openings.comments(customer, { caseId, first: 10 })).items,
      timeline: (await openings.timeline(customer, { caseId, first: 100 })).items, findings: (await openings.caseFindings(customer, { caseId, first: 10 })).items,
    };

    expect(JSON.stringify(view)).not.toMatch(/CANARY|suspicious/);
    expect(view.case).toMatchObject({ status: 'in_progress', severity: 'high', assignee: null, verdict: null, verdictReason: null });
    expect(view.comments.map(({ body }) => body)).toEqual(['Please confirm the login of Mr Sato.']);
    expect(view.timeline.map(({ kind, actor }) => [kind, actor])).toEqual(
      [['opened', null], ['acknowledged', null], ['status_changed', null], ['commented', null], ['severity_changed', null]]);
    expect(view.findings).toMatchObject([{ verdict: null }]);

    await cases.close(analyst, { caseId, expectedVersion: 6 });
    expect(await openings.caseById(customer, { caseId })).toMatchObject({ verdict: 'suspicious', verdictReason: 'CANARY verdict', assignee: null });
    expect((await openings.caseFindings(customer, { caseId, first: 10 })).items).toMatchObject([{ verdict: 'suspicious' }]);
  });

  it('hides internal rows from a client company in the database itself', async () => {
    const caseId = await newCase();
    await cases.take(analyst, { caseId, expectedVersion: 1 });
    await cases.comment(analyst, { caseId, body: 'internal', visibility: 'internal' });
    await cases.comment(analyst, { caseId, body: 'shown', visibility: 'customer' });

    const look = (ctx: TenantContext, text: string): Promise<Record<string, unknown>[]> => db.read(ctx, (read) => read.sql(text, [caseId]));
    expect(await look(customer, 'select body from cases.comment where case_id = $1')).toEqual([{ body: 'shown' }]);
    expect(await look({ ...analyst, tenantId: tenantA }, 'select body from cases.comment where case_id = $1 order by created_at')).toHaveLength(2);
    expect(await look(customer, 'select kind from cases.timeline_entry where case_id = $1 and is_internal')).toEqual([]);
    expect(await look(customer, 'select assignee_id, assignee_name from cases.case_seen where id = $1')).toEqual([{ assignee_id: null, assignee_name: null }]);
  });

  it('is internal by default: a comment row that says nothing of its readers is staff’s', async () => {
    const caseId = await newCase();
    await db.run({ ...analyst, tenantId: tenantA }, (tx) => tx.execute(
      "insert into cases.comment (tenant_id, id, case_id, created_at, author_id, author_name, body) values ($1, gen_random_uuid(), $2, now(), gen_random_uuid(), 'x', 'unsaid')", [tenantA, caseId]));

    expect((await openings.comments(customer, { caseId, first: 10 })).items).toEqual([]);
    expect((await openings.comments(analyst, { caseId, first: 10 })).items).toMatchObject([{ body: 'unsaid', visibility: 'internal' }]);
  });

  it('writes each opening by staff into the chain of the case’s tenant, and none for the company itself', async () => {
    const caseId = await newCase();
    const { items: [{ findingId }] } = await openings.caseFindings(customer, { caseId, first: 1 });
    await openings.caseById(customer, { caseId });
    await findings.findingById(customer, { findingId });
    expect((await auditOf(caseId)).map(({ action }) => action)).toEqual(['case.opened']);

    await openings.caseById(analyst, { caseId });
    await findings.findingById(analyst, { findingId });

    expect((await auditOf(caseId)).at(-1)).toEqual({ tenant_id: tenantA, action: 'case.opened_by_staff', actor_id: person.id, audience: 'staff' });
    expect(await auditOf(findingId)).toEqual([{ tenant_id: tenantA, action: 'finding.opened_by_staff', actor_id: person.id, audience: 'staff' }]);
  });

  it('is not opened, and not changed, when that cannot be recorded', async () => {
    const caseId = await newCase();
    const { items: [{ findingId }] } = await openings.caseFindings(customer, { caseId, first: 1 });
    await all.sql('revoke insert on audit.entry from svc_cases');
    try {
      await expect(openings.caseById(analyst, { caseId })).rejects.toMatchObject({ code: '42501' });
      await expect(openings.comments(analyst, { caseId, first: 1 })).rejects.toMatchObject({ code: '42501' });
      await expect(findings.findingById(analyst, { findingId })).rejects.toMatchObject({ code: '42501' });
      await expect(cases.take(analyst, { caseId, expectedVersion: 1 })).rejects.toMatchObject({ code: '42501' });
    } finally {
      await all.sql('grant insert on audit.entry to svc_cases');
    }
    expect(await openings.caseById(customer, { caseId })).toMatchObject({ status: 'new', version: 1 });
    expect((await eventsOf(caseId)).map(({ type }) => type)).toEqual(['opened.v1']);
  });

  it('reads comments page by page, none twice and none left out', async () => {
    const caseId = await newCase();
    for (let index = 0; index < 7; index += 1) await cases.comment(analyst, { caseId, body: `comment ${index}`, visibility: 'customer' });

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await openings.comments(customer, { caseId, first: 3, after });
      seen.push(...page.items.map(({ body }) => body));
      after = page.nextCursor ?? undefined;
    } while (after !== undefined);

    expect(seen).toEqual(Array.from({ length: 7 }, (_, index) => `comment ${index}`));
    const other = await newCase();
    const { nextCursor } = await openings.comments(customer, { caseId, first: 3 });
    await expect(openings.comments(customer, { caseId: other, first: 3, after: nextCursor ?? undefined })).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
  });
});
