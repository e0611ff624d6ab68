/** How constant SQL is asked: `SystemDb.sql`, a `TenantTx`'s `sql`, or a connection of a test. */
export type Ask = <R extends Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<R[]>;

/** One right of one role; `column` where it is granted on a column only. */
export interface Grant {
  readonly role: string;
  readonly right: string;
  readonly column: string | null;
  readonly grantable: boolean;
}
export interface PolicyFact {
  readonly name: string;
  readonly command: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
export interface UniqueFact { readonly name: string; readonly primary: boolean; readonly first: string | null }
export interface ForeignKeyFact { readonly name: string; readonly target: string; readonly columns: readonly string[]; readonly targetColumns: readonly string[] }

/** A table, partition, view or sequence; `kind` is PostgreSQL's relkind. */
export interface RelationFact {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly owner: string;
  readonly forced: boolean;
  readonly enabled: boolean;
  readonly partition: boolean;
  readonly persistence: string;
  readonly invoker: boolean;
  /** Type of tenant_id, with ' not null' where that holds; null without such a column. */
  readonly tenantColumn: string | null;
  readonly isInternalColumn: boolean;
  readonly rules: number;
  readonly policies: readonly PolicyFact[];
  readonly uniques: readonly UniqueFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
  readonly grants: readonly Grant[];
}
export interface FunctionFact {
  readonly schema: string;
  readonly signature: string;
  readonly owner: string;
  readonly definer: boolean;
  readonly leakproof: boolean;
  readonly language: string;
  readonly settings: readonly string[];
  readonly body: string;
  readonly grants: readonly Grant[];
}
export interface NamespaceFact { readonly name: string; readonly owner: string; readonly grants: readonly Grant[] }
export interface RoleFact {
  readonly name: string;
  readonly login: boolean;
  /** Attributes that lift a role above the policies or let it make its own rights. */
  readonly powers: readonly string[];
  readonly memberOf: readonly string[];
}
export interface SettingFact { readonly name: string; readonly value: string }

/** What the system catalogue says about everything of ours, in one look. */
export interface CatalogueFacts {
  readonly relations: readonly RelationFact[];
  readonly functions: readonly FunctionFact[];
  readonly namespaces: readonly NamespaceFact[];
  readonly database: NamespaceFact;
  readonly roles: readonly RoleFact[];
  readonly extensions: readonly string[];
  readonly defaultRights: number;
  /** Settings stored for roles or databases, as `name=value`. */
  readonly storedSettings: readonly string[];
  readonly settings: readonly SettingFact[];
  readonly serverVersion: number;
}

/** Reads the facts in one statement, as any role: all of it stands in pg_catalog, which everyone may read. */
export async function readCatalogue(ask: Ask): Promise<CatalogueFacts> {
  const [row] = await ask<{ facts: CatalogueFacts }>(FACTS);
  return row.facts;
}

const FACTS = `
with ours as materialized (
  select oid, nspname, nspowner, nspacl from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
),
grants as (
  select 'c' as of, c.oid, a.grantee, a.privilege_type, null::name as col, a.is_grantable
  from pg_catalog.pg_class c join ours n on n.oid = c.relnamespace, pg_catalog.aclexplode(c.relacl) a where a.grantee <> c.relowner
  union all
  select 'c', c.oid, a.grantee, a.privilege_type, t.attname, a.is_grantable
  from pg_catalog.pg_class c join ours n on n.oid = c.relnamespace join pg_catalog.pg_attribute t on t.attrelid = c.oid and t.attacl is not null,
    pg_catalog.aclexplode(t.attacl) a where a.grantee <> c.relowner
  union all
  select 'p', p.oid, a.grantee, a.privilege_type, null, a.is_grantable
  from pg_catalog.pg_proc p join ours n on n.oid = p.pronamespace, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
  where a.grantee <> p.proowner
  union all
  select 'n', n.oid, a.grantee, a.privilege_type, null, a.is_grantable from ours n, pg_catalog.aclexplode(n.nspacl) a where a.grantee <> n.nspowner
  union all
  select 'd', d.oid, a.grantee, a.privilege_type, null, a.is_grantable
  from pg_catalog.pg_database d, pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
  where d.datname = current_database() and a.grantee <> d.datdba
),
named as (
  select g.of, g.oid, json_agg(json_build_object('role', coalesce(r.rolname, 'PUBLIC'), 'right', lower(g.privilege_type), 'column', g.col, 'grantable', g.is_grantable)) as list
  from grants g left join pg_catalog.pg_roles r on r.oid = g.grantee group by 1, 2
)
select json_build_object(
  'relations', (select coalesce(json_agg(json_build_object(
      'schema', n.nspname, 'name', n.nspname || '.' || c.relname, 'kind', c.relkind, 'owner', pg_catalog.pg_get_userbyid(c.relowner),
      'forced', c.relforcerowsecurity, 'enabled', c.relrowsecurity, 'partition', c.relispartition, 'persistence', c.relpersistence,
      'invoker', coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false),
      'tenantColumn', (select pg_catalog.format_type(a.atttypid, null) || case when a.attnotnull then ' not null' else '' end
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped),
      'isInternalColumn', exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'is_internal' and not a.attisdropped),
      'rules', (select count(*) from pg_catalog.pg_rewrite w where w.ev_class = c.oid and w.rulename <> '_RETURN'),
      'policies', (select coalesce(json_agg(json_build_object('name', p.polname, 'permissive', p.polpermissive,
          'command', case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end,
          'roles', (select coalesce(json_agg(r.rolname), '[]') from pg_catalog.pg_roles r where r.oid = any (p.polroles)),
          'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))), '[]')
        from pg_catalog.pg_policy p where p.polrelid = c.oid),
      'uniques', (select coalesce(json_agg(json_build_object('name', n.nspname || '.' || x.relname, 'primary', i.indisprimary,
          'first', (select a.attname from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0] and i.indkey[0] > 0))), '[]')
        from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)),
      'foreignKeys', (select coalesce(json_agg(json_build_object('name', k.conname, 'target', tn.nspname || '.' || t.relname,
          'columns', (select json_agg(a.attname order by u.at) from unnest(k.conkey) with ordinality u(num, at)
            join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
          'targetColumns', (select json_agg(a.attname order by u.at) from unnest(k.confkey) with ordinality u(num, at)
            join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num))), '[]')
        from pg_catalog.pg_constraint k join pg_catalog.pg_class t on t.oid = k.confrelid join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
        where k.conrelid = c.oid and k.contype = 'f'),
      'grants', coalesce((select g.list from named g where g.of = 'c' and g.oid = c.oid), '[]'))), '[]')
    from pg_catalog.pg_class c join ours n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')),
  'functions', (select coalesce(json_agg(json_build_object(
      'schema', n.nspname, 'signature', n.nspname || '.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
      'owner', pg_catalog.pg_get_userbyid(p.proowner), 'definer', p.prosecdef, 'leakproof', p.proleakproof, 'language', l.lanname,
      'settings', coalesce(to_json(p.proconfig), '[]'), 'body', md5(coalesce(p.prosrc, '') || coalesce(p.probin, '') || coalesce(p.prosqlbody::text, '')),
      'grants', coalesce((select g.list from named g where g.of = 'p' and g.oid = p.oid), '[]'))), '[]')
    from pg_catalog.pg_proc p join ours n on n.oid = p.pronamespace join pg_catalog.pg_language l on l.oid = p.prolang),
  'namespaces', (select json_agg(json_build_object('name', n.nspname, 'owner', pg_catalog.pg_get_userbyid(n.nspowner),
      'grants', coalesce((select g.list from named g where g.of = 'n' and g.oid = n.oid), '[]'))) from ours n),
  'database', (select json_build_object('name', d.datname, 'owner', pg_catalog.pg_get_userbyid(d.datdba),
      'grants', coalesce((select g.list from named g where g.of = 'd' and g.oid = d.oid), '[]')) from pg_catalog.pg_database d where d.datname = current_database()),
  'roles', (select json_agg(json_build_object('name', r.rolname, 'login', r.rolcanlogin,
      'powers', array_to_json(array_remove(array[case when r.rolsuper then 'superuser' end, case when r.rolbypassrls then 'bypassrls' end,
        case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end, case when r.rolreplication then 'replication' end], null)),
      'memberOf', (select coalesce(json_agg(pg_catalog.pg_get_userbyid(m.roleid)), '[]') from pg_catalog.pg_auth_members m where m.member = r.oid)))
    from pg_catalog.pg_roles r where r.rolname !~ '^pg_'),
  'extensions', (select coalesce(json_agg(e.extname), '[]') from pg_catalog.pg_extension e),
  'defaultRights', (select count(*) from pg_catalog.pg_default_acl),
  'storedSettings', (select coalesce(json_agg(s.line), '[]') from pg_catalog.pg_db_role_setting d, unnest(d.setconfig) s(line)
    where d.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))),
  'settings', (select json_agg(json_build_object('name', s.name, 'value', s.setting)) from pg_catalog.pg_settings s
    where s.name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_level', 'row_security', 'session_replication_role')),
  'serverVersion', current_setting('server_version_num')::int
) as facts`;
