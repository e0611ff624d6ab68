import type { RoleSession } from './role-session';

export interface Column {
  /** Quoted for SQL. */
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
  /** True where PostgreSQL alone gives the value and an update may not. */
  readonly counted: boolean;
}

/** A table, partition, view or sequence as the catalogue names it, read without the library under test. */
export interface Relation {
  /** Quoted and qualified, fit for SQL. */
  readonly name: string;
  readonly kind: 'table' | 'partition' | 'view' | 'sequence';
  readonly hasTenant: boolean;
  readonly columns: readonly Column[];
  /** Columns of the primary key, quoted. */
  readonly key: readonly string[];
  readonly parent: string | null;
}

/** Every relation of ours in the database. */
export const relationsOf = (judge: RoleSession): Promise<Relation[]> => judge.rows<Relation & Record<string, unknown>>(`
  select format('%I.%I', n.nspname, c.relname) as name,
    case when c.relkind = 'S' then 'sequence' when c.relkind = 'v' then 'view' when c.relispartition then 'partition' else 'table' end as kind,
    (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) as parent,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as "hasTenant",
    (select coalesce(json_agg(json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, null), 'generated', a.attgenerated <> '', 'counted', a.attidentity = 'a') order by a.attnum), '[]')
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(json_agg(quote_ident(a.attname)), '[]') from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
      where i.indrelid = c.oid and i.indisprimary) as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S') order by 1`);

export interface Callable {
  readonly signature: string;
  readonly name: string;
  readonly arguments: readonly string[];
  readonly callers: readonly string[];
}

/** Every function of ours that can be called in a query, with the log-in roles that may. */
export const callablesOf = (judge: RoleSession): Promise<Callable[]> => judge.rows<Callable & Record<string, unknown>>(`
  select format('%I.%I', n.nspname, p.proname) as name, n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' as signature,
    (select coalesce(json_agg(format_type(t, null) order by at), '[]') from unnest(p.proargtypes) with ordinality u(t, at)) as arguments,
    (select coalesce(json_agg(r.rolname), '[]') from pg_roles r where r.rolcanlogin and not r.rolsuper and r.rolname <> 'yagura_owner'
      and has_function_privilege(r.oid, p.oid, 'execute') and has_schema_privilege(r.oid, n.oid, 'usage')) as callers
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prorettype <> 'trigger'::regtype order by 1`);
