import { roleKey, signContext } from '@yagura/db';
import {
  insertOf, liftChecks, marked, relationsOf, RoleSession, seedEverywhere, TEST_CONTEXT_KEY, testDatabase, type Relation, type TestDatabase,
} from '@yagura/testing';

/*
 * Would the attacks of arbitrary SQL notice a broken wall? Each mutant is made on all tenant tables in a transaction that is rolled back,
 * and the services' own roles then look and write as tenant A. It also shows which walls hold alone (reliability, promise P3).
 */
const a = marked('A', 0);
const b = marked('B', 1);
/** Has no rows, so that no key of its own is in the way. */
const c = marked('C', 2);
interface Probe { readonly foreignReads: number; readonly foreignWrites: number; readonly ownRows: number; readonly scopeRows: number; readonly ownUpdates: number }

describe('a broken wall', () => {
  let database: TestDatabase;
  let admin: RoleSession;
  let tables: Relation[];
  let readable = 0;
  let insertable = 0;
  let updatable = 0;

  beforeAll(async () => {
    database = await testDatabase();
    admin = await RoleSession.open(database.superuserUrl);
    const relations = await relationsOf(admin);
    const guarded = new Set((await admin.rows<{ name: string }>("select format('%I.%I', n.nspname, c.relname) as name from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where p.polname = 'fence'")).map(({ name }) => name));
    tables = relations.filter(({ name }) => guarded.has(name));
    await liftChecks(admin);
    expect(await seedEverywhere(admin, tables, [a, b])).toEqual([]);
    // Keys that lead to a parent would refuse a foreign row for another reason than the walls.
    await admin.rows("do $$ declare k record; begin for k in select conrelid::regclass as target, conname from pg_constraint where contype = 'f' and conparentid = 0 loop execute format('alter table %s drop constraint %I', k.target, k.conname); end loop; end $$");
    for (const { name } of tables) {
      const role = roleOf(name);
      const [{ reads, inserts, updates }] = await admin.rows<{ reads: boolean; inserts: boolean; updates: boolean }>(
        "select has_table_privilege($1, $2, 'select') as reads, has_table_privilege($1, $2, 'insert') as inserts, has_table_privilege($1, $2, 'update') as updates", [role, name]);
      readable += Number(reads);
      insertable += Number(inserts);
      updatable += Number(updates);
    }
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const roleOf = (table: string): string => `svc_${table.split('.')[0]}`;
  const contextOf = (role: string, read: string[]): string =>
    signContext({ write: a.tenantId, read, role, audience: 'staff' }, roleKey(TEST_CONTEXT_KEY, role));

  /** What the services' roles reach after `mutant` was made on each table (`%` is the table, `@` its service's role). */
  async function probe(mutant: string, from = '%'): Promise<Probe> {
    const sum = { foreignReads: 0, foreignWrites: 0, ownRows: 0, scopeRows: 0, ownUpdates: 0 };
    await admin.rows('begin');
    try {
      for (const { name } of tables) await admin.rows(mutant.replaceAll('%', name).replaceAll('@', roleOf(name)));
      for (const table of tables) await probeTable(table, from.replaceAll('%', table.name), sum);
    } finally {
      await admin.rows('rollback');
    }
    return sum;
  }

  async function probeTable(table: Relation, seen: string, sum: { -readonly [K in keyof Probe]: number }): Promise<void> {
    const role = roleOf(table.name);
    const count = async (tenant: string): Promise<number> => {
      const { rows } = await admin.attempt(`select 1 from ${seen} where tenant_id = '${tenant}' limit 1`);
      return rows.length;
    };
    await admin.rows(`set local session authorization ${role}`);
    await admin.rows("select set_config('app.ctx', $1, true)", [contextOf(role, [a.tenantId])]);
    await admin.rows('savepoint attempt');
    sum.foreignReads += await count(b.tenantId);
    sum.ownRows += await count(a.tenantId);
    sum.foreignWrites += Number((await admin.attempt(`insert into ${insertOf(table, c, 79)}`)).ok);
    sum.ownUpdates += Number((await admin.attempt(`update ${table.name} set tenant_id = tenant_id where tenant_id = '${a.tenantId}'`)).touched > 0);
    await admin.attempt('select 1');
    await admin.rows("select set_config('app.ctx', $1, true)", [contextOf(role, [a.tenantId, b.tenantId])]);
    await admin.rows('savepoint attempt');
    sum.scopeRows += await count(b.tenantId);
    await admin.attempt('select 1');
    await admin.rows('reset session authorization');
  }

  const OPEN = 'create policy open on % using (true) with check (true);';

  it('is none as long as nothing is changed: own rows are there, foreign ones are not', async () => {
    expect(await probe('select 1')).toEqual({ foreignReads: 0, foreignWrites: 0, ownRows: readable, scopeRows: readable, ownUpdates: updatable });
    expect(readable).toBeGreaterThan(40);
    expect(insertable).toBeGreaterThan(40);
  });

  it.each([
    ['row security that is switched off', 'alter table % disable row level security', '%'],
    ['a service that is exempt', 'alter role @ bypassrls', '%'],
    ['a fence that is gone beside an open policy', `${OPEN} drop policy fence on %`, '%'],
    ['a view with an exempt owner’s rights', 'create view %_all as select * from %; grant select on %_all to @', '%_all'],
    ['a function with an exempt owner’s rights', 'create function %_all() returns setof % security definer language sql as \'select * from %\'', '%_all()'],
  ])('shows foreign rows of every table through %s', async (_what, mutant, from) => {
    const found = await probe(mutant, from);

    // A view or function shows also what the service may not read itself.
    expect(found.foreignReads).toBeGreaterThanOrEqual(readable);
  });

  it.each([
    ['row security that is switched off', 'alter table % disable row level security'],
    ['checks that are weak in both places', 'alter policy write_one on % with check (true); alter policy fence on % with check (true)'],
    ['an open policy without a fence', `${OPEN} drop policy fence on %`],
  ])('takes foreign rows into every table through %s', async (_what, mutant) => {
    expect((await probe(mutant)).foreignWrites).toBe(insertable);
  });

  it.each([
    ['an open policy more', OPEN],
    ['a read policy that is open', 'alter policy read_scope on % using (true)'],
    ['a write policy that is open', 'alter policy write_one on % using (true) with check (true)'],
    ['a fence without a check, behind a whole write policy', 'alter policy fence on % with check (true)'],
    ['a fence that is gone, before whole policies', 'drop policy fence on %'],
  ])('does not leak through %s: the other walls hold alone', async (_what, mutant) => {
    expect(await probe(mutant)).toMatchObject({ foreignReads: 0, foreignWrites: 0, ownRows: readable });
  });

  it('costs its owner what it held: no own writes without the write policy, no scope without the read policy', async () => {
    expect(await probe('drop policy write_one on %')).toMatchObject({ ownUpdates: 0, foreignReads: 0 });
    expect(await probe('drop policy read_scope on %')).toMatchObject({ scopeRows: 0, ownRows: readable, foreignReads: 0 });
  });

  it('exempts the owner of the tables where row security is not forced', async () => {
    const seenByOwner = async (change: string): Promise<number> => {
      await admin.rows('begin');
      for (const { name } of tables) await admin.rows(change.replaceAll('%', name));
      await admin.rows('set local session authorization yagura_owner');
      let seen = 0;
      for (const { name } of tables) seen += (await admin.rows(`select 1 from ${name} limit 1`)).length;
      await admin.rows('rollback');
      return seen;
    };

    expect(await seenByOwner('select 1')).toBe(0);
    expect(await seenByOwner('alter table % no force row level security')).toBe(tables.length);
  });
});
