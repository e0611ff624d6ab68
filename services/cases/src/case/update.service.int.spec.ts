import { SystemDb, type TenantDb } from '@yagura/db';
import type { CaseUpdates } from '@yagura/contracts';
import { forTest, InvalidInput, newId, NotFound, type TenantContext, type TenantId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import fc from 'fast-check';
import { LookService } from '../look/look.service';
import { touchCase } from './case.repository';
import { UpdateService } from './update.service';

describe('cases by their last change', () => {
  let database: TestDatabase;
  let db: TenantDb;
  let all: SystemDb;
  let updates: UpdateService;
  const [a, b, foreign] = [newId<'tenant'>(), newId<'tenant'>(), newId<'tenant'>()];
  const partner = (readScope: TenantId[]): TenantContext => forTest(readScope[0], { actor: { kind: 'partner', id: newId(), name: 'Minato' }, audience: 'customer', readScope });

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_cases');
    all = new SystemDb(database.superuserUrl);
    updates = new UpdateService(db, new LookService(db));
    for (const tenantId of [a, b, foreign]) for (let number = 1; number <= 15; number += 1) await seed(tenantId, number);
  });
  afterAll(async () => {
    await all.close();
    await database.drop();
  });

  async function seed(tenantId: string, number: number): Promise<string> {
    const id = newId();
    await all.sql(
      `insert into cases.case_file (tenant_id, id, number, title, severity, top_level, status, group_key, finding_count, opened_at, last_activity_at, assignee_id, assignee_name, version)
       values ($1, $2, $3::int, 'Case', 'high', 'high', 'new', ($3::int)::text, 1, now(), now(), $4, 'Ann', 1)`, [tenantId, id, number, newId()]);
    return id;
  }
  const touch = (tenantId: TenantId, caseId: string): Promise<void> => db.run(forTest(tenantId), (tx) => touchCase(tx, caseId));
  const idsOf = async (tenantId: string): Promise<string[]> => (await all.sql<{ id: string }>('select id from cases.case_file where tenant_id = $1 order by id', [tenantId])).map(({ id }) => id);
  const page = (ctx: TenantContext, input: { first?: number; after?: string; tenantId?: string; updatedSince?: string } = {}): Promise<CaseUpdates> => updates.updates(ctx, { first: 100, ...input });
  const ids = ({ items }: CaseUpdates): string[] => items.map((item) => item.case.caseId);
  /** Waits until nothing is held back any more, and answers the place from which only later changes come. */
  const end = async (ctx: TenantContext): Promise<string> => {
    const newest = (await all.sql<{ at: Date }>('select max(updated_at) as at from cases.case_file where tenant_id = any ($1)', [ctx.readScope]))[0].at;
    let after: string | undefined;
    await eventually('all changes are settled', async () => {
      const found = await page(ctx, { after });
      after = found.cursor;
      const [{ settled }] = await all.sql<{ settled: Date }>('select cases.settled_before() as settled');
      return !found.isMore && settled > newest && found.items.length === 0;
    });
    return after ?? '';
  };

  it('are each case of the scope once, in the order of change, none of another tenant, and nothing internal', async () => {
    const ctx = partner([a, b]);
    await end(ctx);
    const seen: CaseUpdates['items'][number][] = [];
    for (let after: string | undefined, isMore = true; isMore;) {
      const found = await page(ctx, { first: 7, after });
      seen.push(...found.items);
      [after, isMore] = [found.cursor, found.isMore];
    }

    expect(seen.map((item) => item.case.caseId).sort()).toEqual([...await idsOf(a), ...await idsOf(b)].sort());
    expect(seen.map(({ updatedAt }) => updatedAt)).toEqual(seen.map(({ updatedAt }) => updatedAt).sort());
    expect(seen.every((item) => item.case.assignee === null)).toBe(true);
  });

  it('come again behind everything that was read when they change, and from a kept place nothing else comes', async () => {
    const ctx = partner([a]);
    const kept = await end(ctx);
    const [first, second] = await idsOf(a);
    await touch(a, second);
    await touch(a, first);

    let heard: string[] = [];
    await eventually('both changes', async () => (heard = ids(await page(ctx, { after: kept }))).length === 2);
    expect(heard).toEqual([second, first]);
    expect(ids(await page(partner([foreign]), { updatedSince: new Date(Date.now() + 60_000).toISOString() }))).toEqual([]);
  });

  it('are never passed over by a transaction that began before the page and ended after it', async () => {
    const ctx = partner([a, b]);
    const kept = await end(ctx);
    const [slow, quick] = await idsOf(a);
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { commit = resolve; });
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => { begun = resolve; });
    const writing = db.run(forTest(a), async (tx) => {
      await touchCase(tx, slow);
      begun();
      await held;
    });
    await started;
    await touch(a, quick);
    // Long enough for the two seconds of grace: only the open transaction can hold the later change back now.
    await eventually('the grace is over', async () => (await all.sql<{ over: boolean }>("select max(updated_at) < guard.now() - interval '2.2 seconds' as over from cases.case_file where tenant_id = $1", [a]))[0].over);
    const during = await page(ctx, { after: kept });
    commit();
    await writing;

    expect(ids(during)).toEqual([]);
    let heard: string[] = [];
    await eventually('both changes', async () => (heard = ids(await page(ctx, { after: during.cursor }))).length === 2);
    expect([...heard].sort()).toEqual([slow, quick].sort());
  });

  it('reach a reader who keeps reading while cases change all the time', async () => {
    const ctx = partner([a, b]);
    const cases = [...(await idsOf(a)).map((id) => [a, id] as const), ...(await idsOf(b)).map((id) => [b, id] as const)];
    let after = await end(ctx);
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(cases.length - 1), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (touched, first) => {
      const copy = new Map<string, string>();
      const read = async (): Promise<void> => {
        const found = await page(ctx, { first, after });
        found.items.forEach(({ updatedAt, case: { caseId } }) => copy.set(caseId, updatedAt));
        after = found.cursor;
      };
      await Promise.all(touched.map(async (at) => { await touch(...cases[at]); await read(); }));
      const truth = await all.sql<{ id: string; at: string }>(
        `select id, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from cases.case_file where id = any ($1)`, [touched.map((index) => cases[index][1])]);
      await eventually('the copy is the truth', async () => { await read(); return truth.every(({ id, at }) => copy.get(id) === at); });
    }), { numRuns: 2 });
  });

  it('of a tenant outside the scope are not found, and a cursor of another list is refused', async () => {
    await expect(page(partner([a]), { tenantId: foreign })).rejects.toThrow(NotFound);
    const { cursor } = await page(partner([a, b]));
    await expect(page(partner([a, b]), { tenantId: a, after: cursor })).rejects.toThrow(InvalidInput);
  });
});
