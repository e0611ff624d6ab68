import { assertSafeToServe, checkCatalogue, SERVICE_ROLES, TenantDb, type CatalogueFault } from '@yagura/db';
import { RoleSession, TEST_CONTEXT_KEY, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';

/*
 * The catalogue check and its mutants (reliability, promise P3). A mutant is made by a superuser in a transaction that is rolled back; where
 * it concerns tables it is made on all of them at once, and each one must be named.
 */
const throwAway = { throwAway: true };

describe('the catalogue', () => {
  let database: TestDatabase;
  let admin: RoleSession;
  /** Tenant tables; `%` stands for one of them in a mutant. */
  let tables: string[];
  let fenced: string[];
  const ask = (session: RoleSession) => <R extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]> => session.rows<R>(text, values);

  beforeAll(async () => {
    database = await testDatabase();
    admin = await RoleSession.open(database.superuserUrl);
    tables = await tablesWith('fence');
    fenced = await tablesWith('audience_fence');
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const tablesWith = async (policy: string): Promise<string[]> => (await admin.rows<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = $1) order by 1`, [policy])).map(({ name }) => name);
  /** The faults that `change` brings, undone afterwards. */
  async function faultsAfter(change: string): Promise<CatalogueFault[]> {
    await admin.rows('begin');
    try {
      await admin.rows(change);
      return await checkCatalogue(ask(admin), throwAway);
    } finally {
      await admin.rows('rollback');
    }
  }
  const named = (faults: readonly CatalogueFault[], rule: string): string[] => [...new Set(faults.filter((found) => found.rule === rule).map(({ object }) => object))].sort();

  it('has no fault after the migrations, for any role that asks', async () => {
    expect(tables.length).toBeGreaterThan(40);
    for (const role of [...SERVICE_ROLES, 'lane_relay', 'svc_identity'] as const) {
      const asking = await RoleSession.open(database.url(role));
      expect(await checkCatalogue(ask(asking), throwAway)).toEqual([]);
      await asking.close();
    }
  });

  it.each([
    ['a missing write policy', 'drop policy write_one on %', 'policy.missing'],
    ['a missing read policy', 'drop policy read_scope on %', 'policy.missing'],
    ['a missing fence', 'drop policy fence on %', 'policy.missing'],
    ['row security that is not forced', 'alter table % no force row level security', 'table.not_forced'],
    ['row security that is switched off', 'alter table % disable row level security', 'table.not_enabled'],
    ['one more permissive policy', 'create policy open on % using (true)', 'policy.unknown'],
    ['a weaker check', 'alter policy write_one on % with check (true)', 'policy.changed'],
    ['a weaker check of the fence', 'alter policy fence on % with check (true)', 'policy.changed'],
    ['a wider read', 'alter policy read_scope on % using (true)', 'policy.changed'],
    ['a read through the write policy', 'alter policy write_one on % using (tenant_id = any ((select guard.readable())::uuid[]))', 'policy.changed'],
    ['a policy for one role only', 'alter policy fence on % to svc_cases', 'policy.changed'],
    ['a fence that permits', 'drop policy fence on %; create policy fence on % using (tenant_id = any ((select guard.readable())::uuid[])) with check (tenant_id = (select guard.written()))', 'policy.changed'],
    ['a right for everybody', 'grant select on % to public', 'grant.excess'],
    ['a right for another service', 'grant select on % to svc_identity', 'grant.excess'],
    ['a right on one column', 'grant select (tenant_id) on % to svc_identity', 'grant.excess'],
    ['the right to empty it', 'grant truncate on % to svc_cases', 'grant.excess'],
    ['another owner', 'alter table % owner to svc_cases', 'relation.owner'],
    ['a unique key without the tenant', 'alter table % add column secret text unique', 'unique.without_tenant'],
    ['a unique index over an expression', 'create unique index on % (lower(tenant_id::text))', 'unique.without_tenant'],
    ['a foreign key without the tenant', 'alter table % add column other uuid references mutant.target (id)', 'foreign_key.without_tenant'],
    ['a foreign key into another schema', 'alter table % add foreign key (tenant_id) references mutant.target (tenant_id)', 'foreign_key.schema'],
    ['a tenant that may be missing', "update pg_attribute set attnotnull = false where attrelid = '%'::regclass and attname = 'tenant_id'", 'table.tenant_column'],
    ['a table that a crash empties', "update pg_class set relpersistence = 'u' where oid = '%'::regclass", 'table.unlogged'],
    ['a rewrite rule', 'create rule sneak as on insert to % do also select 1', 'relation.rule'],
    ['a fence that forgets the audience', 'alter table % add column is_internal boolean not null default false', 'policy.missing'],
  ])('notices %s on each table', async (_what, change, rule) => {
    const prepared = 'create schema mutant authorization yagura_owner; create table mutant.target (id uuid unique, tenant_id uuid unique);';
    // Tables with staff-only rows have the fence that the last mutant is about.
    const affected = change.includes('is_internal') ? tables.filter((table) => !fenced.includes(table)) : tables;

    const found = await faultsAfter(prepared + affected.map((table) => change.replaceAll('%', table)).join(';'));

    expect(named(found, rule)).toEqual(expect.arrayContaining(affected));
  });

  it.each([
    ['a view with its owner’s rights', 'create view cases.all_cases as select * from cases.case_file; alter view cases.all_cases owner to yagura_owner', 'view.not_invoker', 'cases.all_cases'],
    ['a view that became one', 'alter view cases.case_seen set (security_invoker = false)', 'view.not_invoker', 'cases.case_seen'],
    ['a materialised view', 'create materialized view cases.kept as select * from cases.case_file', 'relation.kind', 'cases.kept'],
    ['a new table without policies', 'create table cases.loose (tenant_id uuid not null, id uuid, primary key (tenant_id, id))', 'table.not_enabled', 'cases.loose'],
    ['a new table without a tenant', 'create table cases.loose (id uuid primary key)', 'table.tenant_column', 'cases.loose'],
    ['a table in public', 'create table public.loose (tenant_id uuid not null primary key)', 'table.not_forced', 'public.loose'],
    ['a schema of nobody', 'create schema loose', 'schema.unknown', 'loose'],
    ['a right on a partition', 'grant select on lane.telemetry_log_0 to lane_log_reader', 'grant.excess', 'lane.telemetry_log_0'],
    ['a partition without row security', 'alter table lane.telemetry_log_1 disable row level security', 'table.not_enabled', 'lane.telemetry_log_1'],
    ['a new partition', 'create table lane.telemetry_log_9 partition of lane.telemetry_log for values in (9)', 'table.not_forced', 'lane.telemetry_log_9'],
    ['a reader of the outbox', 'grant select on lane.outbox to svc_cases', 'grant.excess', 'lane.outbox'],
    ['a weaker outbox', 'alter policy produce on lane.outbox with check (tenant_id = (select guard.written()))', 'policy.changed', 'lane.outbox'],
    ['an open policy on the audit log', 'create policy open on audit.entry for select using (true)', 'policy.unknown', 'audit.entry'],
    ['a writer of the audit chain', 'grant update (hash) on audit.entry to svc_cases', 'grant.excess', 'audit.entry'],
    ['a reader of the context keys', 'grant select on guard.ctx_key to svc_cases', 'grant.excess', 'guard.ctx_key'],
    ['a reader of one column of them', 'grant select (ipad) on guard.ctx_key to svc_cases', 'grant.excess', 'guard.ctx_key'],
    ['an audience fence that is gone', 'drop policy audience_fence on cases.comment', 'policy.missing', 'cases.comment'],
    ['an audience fence that is weaker', 'alter policy audience_fence on cases.comment using (true)', 'policy.changed', 'cases.comment'],
    ['a definer function', "create function cases.peek() returns bigint security definer language sql as 'select count(*) from cases.case_file'", 'definer.unknown', 'cases.peek()'],
    ['a function that became one', 'alter function cases.take_in(jsonb, text) security definer', 'definer.unknown', 'cases.take_in(jsonb, text)'],
    ['a definer function for everybody', 'grant execute on function audit.readable_entries(bigint, int, uuid) to public', 'definer.callers', 'audit.readable_entries(bigint, integer, uuid)'],
    ['a definer function without a fixed path', 'alter function ingestion.holder_of(text) reset search_path', 'definer.search_path', 'ingestion.holder_of(text)'],
    ['a definer function of a superuser', 'alter function ingestion.holder_of(text) owner to postgres', 'definer.owner', 'ingestion.holder_of(text)'],
    ['a leakproof function', 'alter function cases.severity_rank(text) leakproof', 'function.leakproof', 'cases.severity_rank(text)'],
    ['another verifier', "create or replace function guard.readable() returns uuid[] stable language sql set search_path = '' as 'select array_agg(tenant_id) from cases.case_file'", 'function.body', 'guard.readable()'],
    ['a verifier that trusts everyone', "create or replace function guard.ctx() returns text[] stable security definer set search_path = '' language plpgsql as 'begin return string_to_array(current_setting(''app.ctx'', true), ''|''); end'", 'function.body', 'guard.ctx()'],
    ['a service that is exempt', 'alter role svc_cases bypassrls', 'role.power', 'svc_cases'],
    ['a service that is superuser', 'alter role svc_cases superuser', 'role.power', 'svc_cases'],
    ['a service that makes roles', 'alter role svc_cases createrole', 'role.power', 'svc_cases'],
    ['a service that replicates', 'alter role svc_cases replication', 'role.power', 'svc_cases'],
    ['an owner that is exempt', 'alter role yagura_owner bypassrls', 'role.power', 'yagura_owner'],
    ['a keeper that signs in', 'alter role guard_keeper login', 'role.power', 'guard_keeper'],
    ['a service in the keeper’s group', 'grant guard_keeper to svc_cases', 'role.member', 'svc_cases'],
    ['a service in another’s', 'grant svc_sla to svc_cases', 'role.member', 'svc_cases'],
    ['a service that reads all data', 'grant pg_read_all_data to svc_cases', 'role.member', 'svc_cases'],
    ['rights given in advance', 'alter default privileges for role yagura_owner grant select on tables to svc_cases', 'grant.default', 'pg_default_acl'],
    ['a service that makes tables', 'grant create on schema cases to svc_cases', 'grant.excess', 'schema cases'],
    ['a service in another’s schema', 'grant usage on schema cases to svc_sla', 'grant.excess', 'schema cases'],
    ['temporary tables', "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$", 'grant.excess', ''],
    ['a counter that may be set', 'grant update on sequence tenants.source_number to svc_tenants', 'grant.excess', 'tenants.source_number'],
    ['a context stored for a role', "alter role svc_cases set app.ctx = 'x'", 'setting.stored', 'app.ctx'],
    ['row security stored as off', 'alter role svc_cases set row_security = off', 'setting.stored', 'row_security'],
    ['an extension', 'create extension if not exists pg_trgm schema guard', 'server.extension', 'pg_trgm'],
  ])('notices %s', async (_what, change, rule, object) => {
    const found = named(await faultsAfter(change), rule);

    expect(object === '' ? found.length : found).toEqual(object === '' ? 1 : expect.arrayContaining([object]));
  });

  it('notices that an unsafe server may lose what it acknowledged', async () => {
    expect(named(await checkCatalogue(ask(admin)), 'setting.unsafe')).toEqual(['fsync', 'full_page_writes', 'synchronous_commit']);
  });
});

describe('the check before serving', () => {
  let database: TestDatabase;
  let admin: RoleSession;

  beforeAll(async () => {
    database = await testDatabase();
    admin = await RoleSession.open(database.superuserUrl);
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });
  const check = (db: TenantDb | readonly TenantDb[]): Promise<void> => assertSafeToServe(db, (text, values) => database.systemDb('lane_relay').sql(text, values), throwAway);

  it('lets a migrated database serve, for all services at once', async () => {
    await expect(check(SERVICE_ROLES.map((role) => database.tenantDb(role)))).resolves.toBeUndefined();
  });

  it('refuses when a row shows without a context, and says where', async () => {
    await admin.rows("insert into cases.tenant (tenant_id, slug, code, name) values (gen_random_uuid(), 's', 'c', 'n')");
    await admin.rows('alter table cases.tenant disable row level security');
    try {
      await expect(check(database.tenantDb('svc_cases'))).rejects.toMatchObject({ kind: 'Unavailable', slug: 'database.unsafe', message: expect.stringContaining('cases.tenant shows rows to svc_cases') });
    } finally {
      await admin.rows('alter table cases.tenant enable row level security');
    }
  });

  it('refuses a service whose contexts do not verify, and one that signs in as somebody else', async () => {
    const options = { role: 'svc_cases', url: database.url('svc_cases'), contextKey: TEST_CONTEXT_KEY, installationKey: TEST_INSTALLATION_KEY };
    const otherKey = new TenantDb({ ...options, contextKey: Buffer.alloc(32, 1) });
    const otherRole = new TenantDb({ ...options, url: database.url('svc_sla') });
    const exempt = new TenantDb({ ...options, url: database.superuserUrl });

    await expect(check(otherKey)).rejects.toThrow('signs contexts that the database does not accept');
    await expect(check(otherRole)).rejects.toThrow('is signed in as svc_sla');
    await expect(check(exempt)).rejects.toThrow('exempt from row security');
    await Promise.all([otherKey.close(), otherRole.close(), exempt.close()]);
  });
});
