import { asId, forTest, newId } from '@yagura/kernel';
import { MemberChangedV1 } from '@yagura/contracts';
import { DEFINERS, EXEMPT, roleKey, SERVICE_ROLES, signContext, SYSTEM_ROLES } from '@yagura/db';
import { publish } from '@yagura/messaging';
import {
  callablesOf, eventually, fingerprint, insertOf, liftChecks, marked, readsOf, relationsOf, RoleSession, seedEverywhere, takeovers, TEST_CONTEXT_KEY, testDatabase, writesOf,
  type Attack, type Callable, type Outcome, type Relation, type TestDatabase,
} from '@yagura/testing';

/*
 * Whoever reaches SQL in an application role (reliability, promise P2): every relation of the catalogue × every log-in role × every kind of
 * context, over rows of two tenants in every table. Checks of values are lifted first, so that nothing but the walls refuses.
 */
const a = marked('A', 0);
const b = marked('B', 1);
const SYSTEM_TABLES = new Map(EXEMPT.map(({ table, rights }) => [table, rights]));

type Right = 'select' | 'insert' | 'update' | 'delete';
interface Holder { readonly name: string; readonly context: string | null; readonly isValid: boolean }

function holdersOf(role: string): Holder[] {
  const key = roleKey(TEST_CONTEXT_KEY, role);
  const parts = { write: a.tenantId, read: [a.tenantId], role, audience: 'staff' as const };
  const good = signContext(parts, key);
  const [write, read, , audience, expiry, mac] = good.split('|');
  const other = role === 'svc_sla' ? 'svc_cases' : 'svc_sla';
  return [
    { name: 'own', context: good, isValid: true },
    { name: 'own, read only', context: signContext({ ...parts, write: '' }, key), isValid: true },
    { name: 'own, as a customer', context: signContext({ ...parts, audience: 'customer' }, key), isValid: true },
    { name: 'none', context: null, isValid: false },
    { name: 'empty', context: '', isValid: false },
    { name: 'injected', context: `' or true --|{${b.tenantId}}|${role}|staff|9999999999|x`, isValid: false },
    { name: 'forged', context: signContext({ ...parts, write: b.tenantId, read: [b.tenantId] }, Buffer.from('guessed')), isValid: false },
    { name: 'expired', context: signContext({ ...parts, write: b.tenantId, read: [b.tenantId] }, key, Date.now() - 61_000), isValid: false },
    { name: 'of another role', context: signContext({ ...parts, write: b.tenantId, read: [b.tenantId], role: other }, roleKey(TEST_CONTEXT_KEY, other)), isValid: false },
    { name: 'by another role’s key', context: signContext({ ...parts, write: b.tenantId, read: [b.tenantId] }, roleKey(TEST_CONTEXT_KEY, other)), isValid: false },
    { name: 'altered scope', context: [write, `${a.tenantId},${b.tenantId}`, role, audience, expiry, mac].join('|'), isValid: false },
    { name: 'altered tenant', context: [b.tenantId, read, role, audience, expiry, mac].join('|'), isValid: false },
    { name: 'altered audience', context: [write, read, role, 'system', expiry, mac].join('|'), isValid: false },
  ];
}

/** What lane and audit rows must say to be the writer's own in all but the tenant. */
function ownWords(table: Relation, role: string): Record<string, string> {
  if (!/^(lane|audit)\./.test(table.name)) return {};
  const name = `'${role.replace(/^svc_/, '')}'`;
  return { producer: name, consumer: name, service: name, '"position"': table.name === 'lane.outbox' ? 'null' : '77', sequence: 'null', previous_hash: 'null', hash: 'null', spread_at: 'null', partition: '0' };
}

describe('arbitrary SQL in an application role', () => {
  let database: TestDatabase;
  let judge: RoleSession;
  let relations: Relation[];
  let callables: Callable[];
  let rights: Map<string, Set<Right>>;
  let before: Map<string, string>;
  const sessions = new Map<string, RoleSession>();

  beforeAll(async () => {
    database = await testDatabase();
    judge = await RoleSession.open(database.superuserUrl);
    relations = await relationsOf(judge);
    callables = await callablesOf(judge);
    await liftChecks(judge);
    expect(await seedEverywhere(judge, relations, [a, b])).toEqual([]);
    await judge.rows('analyze');
    for (const role of [...SERVICE_ROLES, ...SYSTEM_ROLES]) sessions.set(role, await RoleSession.open(database.url(role)));
    rights = await rightsOf();
    before = await fingerprint(judge, relations);
  });

  afterAll(async () => {
    for (const session of [...sessions.values(), judge]) await session.close();
    await database.drop();
  });

  async function rightsOf(): Promise<Map<string, Set<Right>>> {
    const rows = await judge.rows<{ role: string; relation: string; rights: Right[] }>(`
      select r.rolname as role, format('%I.%I', n.nspname, c.relname) as relation, array_agg(p.name) as rights
      from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r, (values ('select'), ('insert'), ('update'), ('delete')) p (name)
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v') and r.rolcanlogin and not r.rolsuper
        and has_schema_privilege(r.oid, n.oid, 'usage')
        and (has_table_privilege(r.oid, c.oid, p.name) or (p.name <> 'delete' and has_any_column_privilege(r.oid, c.oid, p.name)))
      group by 1, 2`);
    return new Map(rows.map(({ role, relation, rights: list }) => [`${role} ${relation}`, new Set(list)]));
  }
  const rightsOn = (role: string, relation: string): Set<Right> => rights.get(`${role} ${relation}`) ?? new Set();
  const sessionOf = (role: string): RoleSession => {
    const session = sessions.get(role);
    if (session === undefined) throw new RangeError(role);
    return session;
  };

  /** Why an outcome is a breach, or nothing. */
  function breachOf(attack: Attack, outcome: Outcome, holder: Holder): string | undefined {
    if (outcome.text.includes(b.mark)) return 'showed a foreign row';
    if (outcome.ok && outcome.text.includes(b.tenantId)) return 'named a foreign tenant';
    if (!holder.isValid && (outcome.text.includes(a.mark) || (outcome.ok && outcome.text.includes(a.tenantId)))) return 'showed a row without a valid context';
    if (attack.kind.startsWith('takeover') && !REFUSED.has(outcome.code)) return `was not refused: ${outcome.code}`;
    if (attack.kind === 'copy in' && outcome.code === '57014') return 'may be copied into';
    if (attack.writesVictim && outcome.touched > 0) return 'wrote a foreign row';
    if (!holder.isValid && outcome.touched > 0 && !/^(select|copy|cursor|prepared|lock|sample|existence|as xml|system|grouped|volume|row security)/.test(attack.kind)) return 'wrote without a valid context';
    // A key taken elsewhere and a free one must be refused alike: else the answer says what exists.
    if (['upsert', 'upsert returning', 'skipped insert', 'insert', 'merge insert'].includes(attack.kind) && outcome.code !== '42501') return `answered ${outcome.code || 'yes'} instead of refusing`;
    return undefined;
  }

  async function assault(role: string, relation: Relation, holder: Holder): Promise<string[]> {
    const session = sessionOf(role);
    const held = rightsOn(role, relation.name);
    const isBrief = holder.name !== 'own' && holder.name !== 'none';
    const attacks = [
      ...readsOf(relation, b, isBrief || held.size === 0), ...(relation.kind === 'view' ? [] : writesOf(relation, a, b, ownWords(relation, role), isBrief)),
      ...(holder.name === 'own' ? takeovers(relation.name) : []),
    ];
    const breaches: string[] = [];
    await session.begin(holder.context);
    for (const attack of attacks) {
      const breach = breachOf(attack, await session.attempt(attack.text), holder);
      if (breach !== undefined) breaches.push(`${role}, context ${holder.name}: ${attack.kind} on ${relation.name} ${breach}`);
    }
    await session.rollback();
    return breaches;
  }

  it.each(SERVICE_ROLES)('gets %s nothing of another tenant, from any relation it has rights on, under any context', async (role) => {
    const reachable = relations.filter(({ name, hasTenant }) => rightsOn(role, name).size > 0 && hasTenant);
    const breaches: string[] = [];
    for (const relation of reachable) for (const holder of holdersOf(role)) breaches.push(...await assault(role, relation, holder));

    expect(breaches).toEqual([]);
    expect(reachable.length).toBeGreaterThan(2);
  });

  it.each([...SERVICE_ROLES, ...SYSTEM_ROLES])('gets %s nothing at all from relations of others, partitions and counters', async (role) => {
    const breaches: string[] = [];
    const [own] = holdersOf(role);
    for (const { name, kind, columns } of relations.filter(({ name: relation }) => rightsOn(role, relation).size === 0)) {
      const session = sessionOf(role);
      await session.begin(own.context);
      const texts = kind === 'sequence' ? [`select setval('${name}', 1)`, `select * from ${name}`]
        : [`select * from ${name}`, `copy ${name} to stdout`, `insert into ${name} default values`, `update ${name} set ${columns[0].name} = null`, `delete from ${name}`, `merge into ${name} using (values (1)) v (x) on true when matched then delete`, `lock ${name}`];
      for (const text of [...texts, ...takeovers(name).map((attack) => attack.text)]) {
        const { code, ok } = await session.attempt(text);
        if (ok || !REFUSED.has(code)) breaches.push(`${role}: ${text}: ${code || 'done'}`);
      }
      await session.rollback();
    }

    expect(breaches).toEqual([]);
  });

  it.each(SERVICE_ROLES)('leaves %s its own rows: the same statements work under the rightful context', async (role) => {
    const session = sessionOf(role);
    const [own] = holdersOf(role);
    const missing: string[] = [];
    for (const relation of relations.filter(({ name, hasTenant, kind }) => kind !== 'partition' && hasTenant && rightsOn(role, name).size > 0)) {
      const held = rightsOn(role, relation.name);
      await session.begin(own.context);
      const rows = held.has('select') ? await session.attempt(`select '${a.mark}seen' as mark, t.* from ${relation.name} t`) : undefined;
      if (rows !== undefined && !rows.text.includes(a.mark)) missing.push(`select ${relation.name}`);
      if (held.has('insert') && relation.kind === 'table') {
        const inserted = await session.attempt(`insert into ${insertOf(relation, a, 78, ownWords(relation, role))}`);
        // A missing parent, a taken key or a column without right is another refusal than the walls'.
        if (!inserted.ok && !['23503', '23505'].includes(inserted.code) && !/column|sequence/.test(inserted.text)) missing.push(`insert ${relation.name}: ${inserted.text}`);
      }
      if (held.has('delete') && !SYSTEM_TABLES.has(relation.name)) {
        const deleted = await session.attempt(`delete from ${relation.name}`);
        if (deleted.touched === 0 && deleted.code !== '23503') missing.push(`delete ${relation.name}: ${deleted.text}`);
      }
      await session.rollback();
    }

    expect(missing).toEqual([]);
  });

  it('learns from functions with other rights only the columns that the list names', async () => {
    const listed = new Map(DEFINERS.map(({ signature, shows }) => [signature, shows]));
    const breaches: string[] = [];
    let calls = 0;
    for (const callable of callables) {
      const shown = listed.get(callable.signature) ?? [];
      for (const role of callable.callers) {
        const session = sessionOf(role);
        for (const holder of holdersOf(role)) {
          await session.begin(holder.context);
          for (const foreign of [true, false]) {
            const { rows, ok, text } = await session.attempt(`select * from ${callable.name}(${callable.arguments.map((type) => argumentOf(type, foreign)).join(', ')}) limit 500`);
            const hidden = rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !shown.includes(column)))).join();
            calls += 1;
            if ((ok ? hidden : text).includes(b.mark) || hidden.includes(b.tenantId)) breaches.push(`${role}, context ${holder.name}: ${callable.signature} showed ${ok ? hidden : text}`);
            if (!holder.isValid && hidden.includes(a.mark)) breaches.push(`${role}, context ${holder.name}: ${callable.signature} showed ${hidden}`);
          }
          await session.rollback();
        }
      }
    }

    expect(breaches).toEqual([]);
    expect(calls).toBeGreaterThan(100);
    for (const { signature, callers } of callables) if ((listed.get(signature) ?? []).length > 0) expect(callers).toHaveLength(1);
  });

  /** What B's rows hold in such a place, or something that nobody holds. */
  function argumentOf(type: string, foreign: boolean): string {
    switch (type) {
      case 'uuid': return `'${foreign ? b.tenantId : newId()}'`;
      case 'text': case 'character varying': return foreign ? "'%'" : "''";
      case 'smallint': case 'integer': case 'bigint': return foreign ? '100' : '0';
      case 'jsonb': return `'{"findingId":"${newId()}"}'`;
      case 'regclass': return "'cases.case_file'";
      default: return 'null';
    }
  }

  it('gets no role the keys, another identity, or a thing of its own to hide behind', async () => {
    const breaches: string[] = [];
    for (const role of [...SERVICE_ROLES, ...SYSTEM_ROLES]) {
      const session = sessionOf(role);
      await session.begin(holdersOf(role)[0].context);
      for (const text of [...IDENTITIES, ...PLACES, ...MACHINE]) {
        const { ok, code, text: told } = await session.attempt(text);
        if (ok || !['42501', '0LP01', '22023', '25001', '0A000'].includes(code)) breaches.push(`${role}: ${text}: ${code || 'done'} ${told}`);
      }
      await session.rollback();
    }

    expect(breaches).toEqual([]);
  });

  it('learns nothing from statistics, plans kept from another context, or what others run', async () => {
    const attacker = sessionOf('svc_cases');
    const colleague = await RoleSession.open(database.url('svc_cases'));
    const [own] = holdersOf('svc_cases');
    const ofB = signContext({ write: b.tenantId, read: [b.tenantId], role: 'svc_cases', audience: 'staff' }, roleKey(TEST_CONTEXT_KEY, 'svc_cases'));
    await colleague.begin(ofB);
    await colleague.rows('select * from cases.comment where body = $1', [`${b.mark}searched`]);

    await attacker.begin(own.context);
    const told = [
      await attacker.attempt('select * from pg_stats'), await attacker.attempt('select * from pg_stats_ext'), await attacker.attempt('select * from pg_stat_activity'),
      await attacker.attempt('select * from pg_prepared_statements'), await attacker.attempt('select * from pg_cursors'), await attacker.attempt('select * from pg_locks'),
    ].map(({ text }) => text).join();
    await attacker.rollback();
    await colleague.rollback();
    const kept: number[] = [];
    await colleague.rows('prepare kept as select * from cases.comment');
    for (const context of [ofB, ofB, ofB, ofB, ofB, ofB, ofB, null, own.context]) {
      await colleague.begin(context);
      const { text } = await colleague.attempt('execute kept');
      kept.push(text.split(b.mark).length - 1);
      await colleague.rollback();
    }
    await colleague.close();

    expect(told).not.toContain(b.mark);
    expect(told).not.toContain(ofB);
    expect(told).not.toContain(b.tenantId);
    expect(kept.slice(0, 7).every((marks) => marks > 0)).toBe(true);
    expect(kept.slice(7)).toEqual([0, 0]);
  });

  it('hears on the channels of the lanes that something came, not what or whose', async () => {
    const listener = await RoleSession.open(database.url('svc_sla'));
    await listener.rows('listen lane_outbox');
    const ctx = forTest(asId<'tenant'>(b.tenantId));
    const id = await database.tenantDb('svc_tenants').run(ctx, (tx) => publish(tx, MemberChangedV1,
      { tenantId: ctx.tenantId, userId: newId<'user'>(), roles: ['analyst'], audience: 'staff', active: true, displayName: b.mark }));
    await eventually('a notification', async () => {
      await listener.rows('select 1');
      return listener.heard.length > 0;
    });
    await judge.rows('delete from lane.outbox where id = $1', [id]);
    await listener.close();

    expect(listener.heard).toEqual(['lane_outbox:']);
  });

  it('has changed no row of any table in the end', async () => {
    const after = await fingerprint(judge, relations);

    expect([...after].filter(([table, print]) => before.get(table) !== print)).toEqual([]);
    expect(after.size).toBeGreaterThan(40);
  });
});

/** Denied; or no such policy here, or not a thing that can be done to this kind of relation. */
const REFUSED = new Set(['42501', '42704', '42809']);
const IDENTITIES = [
  'select * from guard.ctx_key', 'select * from guard.data_key', "select guard.protect('cases.case_file'::regclass)", 'set role guard_keeper', 'set role yagura_owner', 'set role postgres',
  'set session authorization yagura_owner', 'set local session_replication_role = replica', "select set_config('session_replication_role', 'replica', true)",
  'alter role current_user bypassrls', 'alter role current_user superuser', 'grant guard_keeper to current_user', 'create role intruder login', 'reassign owned by yagura_owner to current_user',
  'alter default privileges for role yagura_owner grant select on tables to public', 'alter system set fsync = off',
];
const PLACES = [
  'create table public.intruder (x int)', 'create table guard.intruder (x int)', 'create table cases.intruder (x int)', 'create temp table intruder (x int)', 'create temp view intruder as select 1',
  "create function public.set_config(text, text, boolean) returns text language sql as 'select 1'", "create function pg_temp.written() returns uuid language sql as 'select null::uuid'",
  'create schema intruder', 'create extension file_fdw schema cases', 'create extension dblink schema guard', 'create publication all_rows for all tables', 'create foreign data wrapper f',
  'create event trigger e on ddl_command_start execute function guard.now()', 'create language c', "create or replace function guard.written() returns uuid language sql as 'select null::uuid'",
];
const MACHINE = [
  "copy (select 1) to '/dev/null'", "copy (select 1) to program 'true'", "select pg_read_file('PG_VERSION')", "select pg_ls_dir('.')", "select lo_import('/etc/hostname')",
  'select * from pg_authid', 'select * from pg_statistic', 'select * from pg_largeobject', "select pg_logical_slot_get_changes('s', null, null)", 'select pg_reload_conf()',
  'select * from pg_hba_file_rules', "load 'auto_explain'", 'checkpoint', 'select pg_stat_reset()',
];
