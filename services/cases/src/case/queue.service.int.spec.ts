import { SystemDb, type TenantDb } from '@yagura/db';
import { CASE_STATUSES, SEVERITIES, type CaseView, type QueueInput } from '@yagura/contracts';
import { forTest, newId, type TenantContext, type TenantId } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { LookService } from '../look/look.service';
import { caseView, type SeenCase } from './case.mapping';
import { queueRows } from './queue.repository';
import { QueueService } from './queue.service';

describe('the queue over many tenants', () => {
  let database: TestDatabase;
  let db: TenantDb;
  let all: SystemDb;
  let queue: QueueService;
  const home = newId<'tenant'>();
  // The database reads a few tenants by another road than many (migration queue_page).
  const many = Array.from({ length: 6 }, () => newId<'tenant'>());
  const tenants = many.slice(0, 3);
  const foreign = newId<'tenant'>();
  const me = { kind: 'user' as const, id: newId(), name: 'Ann Analyst' };
  const over = (readScope: TenantId[]): TenantContext => forTest(home, { actor: me, audience: 'staff', readScope });
  const analyst = over(tenants);

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_cases');
    all = new SystemDb(database.superuserUrl);
    queue = new QueueService(db, new LookService(db));
    for (const [index, tenantId] of [...many, foreign].entries()) {
      await all.sql('insert into cases.tenant (tenant_id, slug, code, name) values ($1, $2, $3, $4)', [tenantId, `slug-${index}`, `C${index}`, `Company ${index}`]);
      for (let number = 1; number <= 60; number += 1) await seed(tenantId, number);
    }
  });

  afterAll(async () => {
    await all.close();
    await database.drop();
  });

  /** Cases of every severity and status; four share each instant of opening, so the id has to decide. */
  async function seed(tenantId: string, number: number, change: { severity?: string; openedAt?: string } = {}): Promise<void> {
    const status = CASE_STATUSES[number % 5];
    await all.sql(
      `insert into cases.case_file (tenant_id, id, number, title, severity, top_level, status, hold_reason, group_key, finding_count, opened_at, acknowledged_at,
         resolved_at, closed_at, last_activity_at, assignee_id, assignee_name, verdict, verdict_reason, version)
       values ($1, gen_random_uuid(), $2::int, 'Case', $3::text, $3::text, $4::text, case when $4 = 'on_hold' then 'customer' end, ($2::int)::text, 1, $5, now(),
         case when $4 in ('resolved', 'closed') then now() end, case when $4 = 'closed' then now() end, now(), $6::uuid, case when $6::uuid is not null then 'Ann' end,
         case when $4 = 'closed' then 'benign' end, case when $4 = 'closed' then 'known' end, 1)`,
      [tenantId, number, change.severity ?? SEVERITIES[Math.floor(number / 5) % 5], status, change.openedAt ?? new Date(Date.UTC(2026, 10, 1) + Math.floor(number / 4) * 1_000).toISOString(),
        number % 7 === 0 ? me.id : null]);
  }

  async function read(ctx: TenantContext, input: Partial<QueueInput> = {}, between: () => Promise<void> = async () => undefined): Promise<CaseView[]> {
    const seen: CaseView[] = [];
    let after: string | undefined;
    do {
      const page = await queue.queue(ctx, { first: 17, ...input, after });
      seen.push(...page.items);
      after = page.nextCursor ?? undefined;
      await between();
    } while (after !== undefined);
    return seen;
  }
  const place = ({ status, severity, openedAt, caseId }: CaseView): string => {
    const rank = (status === 'closed' ? 20 : status === 'resolved' ? 10 : 0) + 4 - SEVERITIES.indexOf(severity);
    return `${String(rank).padStart(2, '0')} ${new Date(openedAt).toISOString()} ${caseId}`;
  };

  describe.each([['a few tenants', tenants], ['many tenants', many]])('over %s', (_few, scope) => {
    it('holds every case of the scope once, in one order, each with the name of its tenant, and none of another tenant', async () => {
      const [{ count }] = await all.sql<{ count: number }>('select count(*)::int as count from cases.case_file where tenant_id = any ($1)', [scope]);

      const rows = await read(over(scope));

      expect(count).toBeGreaterThanOrEqual(60 * scope.length);
      expect(rows).toHaveLength(count);
      expect(new Set(rows.map(({ caseId }) => caseId)).size).toBe(count);
      expect(rows.map(place)).toEqual(rows.map(place).sort());
      expect(new Set(rows.map(({ tenant }) => tenant.name))).toEqual(new Set(scope.map((_id, index) => `Company ${index}`)));
      expect(new Set(rows.map(({ tenant }) => tenant.tenantId))).toEqual(new Set(scope));
    });

    it('leaves no case out and shows none twice while new ones come in', async () => {
      const before = (await read(over(scope))).map(({ caseId }) => caseId);
      let number = 100 * scope.length;
      const during = await read(over(scope), {}, async () => {
        number += 1;
        await seed(scope[0], number, { severity: number % 2 === 0 ? 'critical' : 'informational', openedAt: new Date().toISOString() });
      });

      const ids = during.map(({ caseId }) => caseId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(before.filter((id) => !ids.includes(id))).toEqual([]);
      expect(during.map(place)).toEqual(during.map(place).sort());
    });

    it('holds to the scope by its own statement, also where the database would show every row', async () => {
      await all.sql('alter table cases.case_file disable row level security');
      try {
        expect(new Set((await read(over(scope))).map(({ tenant }) => tenant.tenantId))).toEqual(new Set(scope));
      } finally {
        await all.sql('alter table cases.case_file enable row level security');
      }
    });

    it('holds to the scope by row security, also where the statement names more', async () => {
      const seen = await db.read(over(scope), (reader) => queueRows({ ...reader, readScope: [...many, foreign] }, { statuses: null, severities: null, assigneeId: null, isUnassigned: false, words: null }, undefined, 1_000));

      expect(new Set(seen.map((row) => row.tenant_id))).toEqual(new Set(scope));
    });

    it('shows each case as its opening would', async () => {
      const rows = await read(over(scope));
      const opened = await db.read(over(scope), (reader) => reader.sql<{ it: SeenCase }>('select row_to_json(c) as it from cases.case_seen c'));

      expect(new Map(rows.map((row) => [row.caseId, row]))).toEqual(new Map(opened.map(({ it }) => [it.id, caseView(it)])));
    });
  });

  it.each<[string, Partial<QueueInput>, (row: CaseView) => boolean]>([
    ['a tenant', { tenantId: tenants[1] }, (row) => row.tenant.tenantId === tenants[1]],
    ['a status', { status: 'on_hold' }, (row) => row.status === 'on_hold'],
    ['a severity', { severity: 'high' }, (row) => row.severity === 'high'],
    ['one’s own', { assignedToMe: true }, (row) => row.assignee?.userId === me.id],
    ['several statuses', { statuses: ['new', 'on_hold'] }, (row) => row.status === 'new' || row.status === 'on_hold'],
    ['a severity and worse', { severityAtLeast: 'high' }, (row) => row.severity === 'high' || row.severity === 'critical'],
    ['nobody’s', { unassigned: true, statuses: ['new'] }, (row) => row.assignee === null && row.status === 'new'],
    ['a number with its sign', { words: '#12' }, (row) => row.number === 12],
    ['words of the title, whatever their case', { words: 'cASE', tenantId: tenants[0] }, (row) => row.tenant.tenantId === tenants[0]],
    ['what findings share', { words: '59' }, (row) => row.groupKey.includes('59')],
  ])('is narrowed by %s to exactly those rows of the whole, which it counts', async (_what, input, keeps) => {
    const whole = await read(analyst);

    const narrowed = await read(analyst, input);

    expect(narrowed.length).toBeGreaterThan(0);
    expect(narrowed).toEqual(whole.filter(keeps));
    expect(await queue.count(analyst, input)).toEqual({ count: narrowed.length, isMore: false });
  });

  it('takes a sign that means something in patterns for itself', async () => {
    expect(await read(analyst, { words: 'C%e' })).toEqual([]);
    expect(await read(analyst, { words: 'C_se' })).toEqual([]);
  });

  it('of a tenant outside the scope is not found, and a cursor opens no other list', async () => {
    const { nextCursor } = await queue.queue(analyst, { first: 5 });

    await expect(queue.queue(analyst, { first: 5, tenantId: foreign })).rejects.toMatchObject({ kind: 'NotFound', slug: 'tenant.not_found' });
    await expect(queue.queue(analyst, { first: 5, status: 'new', after: nextCursor ?? undefined })).rejects.toMatchObject({ kind: 'InvalidInput', slug: 'page.cursor_unfit' });
    await expect(queue.queue(analyst, { first: 5, words: 'case', after: nextCursor ?? undefined })).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
    await expect(queue.count(analyst, { tenantId: foreign })).rejects.toMatchObject({ kind: 'NotFound', slug: 'tenant.not_found' });
    await expect(queue.queue(analyst, { first: 5, after: 'eyJsaXN0IjoicXVldWUifQ' })).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
  });

  it('shows a client company its own cases without who works on them', async () => {
    const customer = forTest(tenants[0], { audience: 'customer', readScope: [tenants[0]] });

    const rows = await read(customer);

    expect(new Set(rows.map(({ tenant }) => tenant.tenantId))).toEqual(new Set([tenants[0]]));
    expect(rows.filter(({ assignee, verdict, status }) => assignee !== null || (verdict !== null && status !== 'closed'))).toEqual([]);
    expect(await read({ ...customer, actor: me }, { assignedToMe: true })).toEqual([]);
    expect(await read(customer, { unassigned: true })).toEqual([]);
    expect(await queue.count(customer, {})).toEqual({ count: rows.length, isMore: false });
  });

  it('is on record once a quarter hour for each person and scope, and is refused when it cannot be recorded', async () => {
    const other = forTest(home, { actor: { kind: 'user', id: newId(), name: 'Other' }, audience: 'staff', readScope: tenants });
    const looks = (): Promise<{ scope: string[] }[]> =>
      all.sql("select scope from audit.list_access where actor_id = $1 and list = 'case_queue' and tenant_id = $2", [other.actor.id, home]);
    await all.sql('revoke insert on audit.list_access from svc_cases');
    await expect(queue.queue(other, { first: 1 })).rejects.toMatchObject({ code: '42501' });
    await all.sql('grant insert on audit.list_access to svc_cases');

    for (let index = 0; index < 3; index += 1) await queue.queue(other, { first: 1 });
    expect((await looks()).map(({ scope }) => scope)).toEqual([[...tenants].sort()]);
    await queue.queue({ ...other, readScope: [tenants[0]] }, { first: 1 });
    expect(await looks()).toHaveLength(2);
    await database.shiftTime('16 minutes');
    await new QueueService(db, new LookService(db)).queue(other, { first: 1 });
    await database.shiftTime('0');
    expect(await looks()).toHaveLength(3);
  });

  it('writes nothing for a further look within the quarter hour', async () => {
    const other = forTest(home, { actor: { kind: 'user', id: newId(), name: 'Frequent' }, audience: 'staff', readScope: tenants });
    const quarter = (): number => Math.floor(Date.now() / 900_000);
    /** False when the quarter ended meanwhile, which says nothing about what is tested here. */
    const lookTwice = async (): Promise<boolean> => {
      const began = quarter();
      await queue.queue(other, { first: 1 });
      await all.sql('revoke insert on audit.list_access from svc_cases');
      const second = await queue.queue(other, { first: 1 }).then(() => 'read', () => 'refused');
      await all.sql('grant insert on audit.list_access to svc_cases');
      if (quarter() !== began) return false;
      expect(second).toBe('read');
      return true;
    };

    expect((await lookTwice()) || (await lookTwice())).toBe(true);
  });
});
