import { createHash } from 'node:crypto';
import { newId } from '@yagura/kernel';
import type { Column, Relation } from './relation';
import type { RoleSession } from './role-session';

/** One of the tenants in the room; its mark stands in every text of its rows. */
export interface Marked {
  readonly mark: string;
  readonly tenantId: string;
  readonly index: number;
}

export const marked = (name: string, index: number): Marked => ({ mark: `canary-${name}-`, tenantId: newId(), index });

/** Tables whose few rows the guard itself lives on. */
const UNTOUCHED = new Set(['guard.ctx_key', 'guard.business_clock', 'public._prisma_migrations']);

/** Lifts what could refuse a foreign row for another reason than the walls: checks of values, and triggers of ours. Keys stay. */
export async function liftChecks(seeder: RoleSession): Promise<void> {
  await seeder.rows(`do $$ declare c record; begin
    for c in select k.conrelid::regclass as target, k.conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      where k.contype = 'c' and k.conrelid <> 0 and k.coninhcount = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' loop
      execute format('alter table %s drop constraint %I', c.target, c.conname);
    end loop;
    for c in select distinct t.tgrelid::regclass as target from pg_trigger t where not t.tgisinternal loop
      execute format('alter table %s disable trigger user', c.target);
    end loop;
  end $$`);
}

/** Puts rows of each tenant into every table, two where its keys allow it. Answers the tables in which a tenant is missing. */
export async function seedEverywhere(seeder: RoleSession, relations: readonly Relation[], tenants: readonly Marked[]): Promise<string[]> {
  const empty: string[] = [];
  await seeder.rows('set session_replication_role = replica');
  for (const table of relations.filter(({ kind, name }) => kind === 'table' && !UNTOUCHED.has(name))) {
    for (const tenant of tenants) {
      for (const second of [0, 1]) await seeder.outcomeOf(`insert into ${insertOf(table, tenant, tenant.index * 2 + second)} on conflict do nothing`);
    }
    const counted = table.hasTenant ? 'count(distinct tenant_id)' : `count(*) + ${tenants.length - 1}`;
    const [{ found }] = await seeder.rows<{ found: number }>(`select (${counted})::int as found from ${table.name}`);
    if (found < tenants.length) empty.push(table.name);
  }
  await seeder.rows('set session_replication_role = origin');
  return empty;
}

/** `table (columns) values (…)` for a row of a tenant; `given` replaces values by column. Values are made from our own ids only. */
export function insertOf(table: Relation, tenant: Marked, number: number, given: Readonly<Record<string, string>> = {}): string {
  const columns = table.columns.filter(({ generated }) => !generated);
  const values = columns.map((column) => given[column.name] ?? literalOf(table.name, column, tenant, number));
  return `${table.name} (${columns.map(({ name }) => name).join(', ')}) overriding system value values (${values.join(', ')})`;
}

/** A value of the column's type that bears the tenant's mark where the type has room for one. */
export function literalOf(table: string, { name, type }: Column, tenant: Marked, number: number): string {
  if (name === 'tenant_id') return `'${tenant.tenantId}'`;
  const text = `${tenant.mark}${table}.${name}-${number}`;
  switch (type) {
    case 'uuid': return `'${uuidOf(text)}'`;
    case 'text': case 'character varying': case 'character': return `'${text}'`;
    case 'smallint': case 'integer': case 'bigint': case 'numeric': case 'real': case 'double precision': return `${number}`;
    case 'boolean': return `${number % 2 === 1}`;
    case 'timestamp with time zone': return `now() - interval '${number + 1} seconds'`;
    case 'date': return `current_date - ${number}`;
    case 'interval': return `interval '${number} seconds'`;
    case 'json': case 'jsonb': return `'{"canary":"${text}"}'`;
    case 'bytea': return `convert_to('${text}', 'UTF8')`;
    case 'text[]': return `array['${text}']`;
    case 'uuid[]': return `array['${tenant.tenantId}']::uuid[]`;
    case 'integer[]': return `array[${number}]`;
    default: throw new TypeError(`${table}.${name}: no canary of type ${type} is known; add one here`);
  }
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A fingerprint of every row of every table: two that are equal say that nothing was written in between. */
export async function fingerprint(judge: RoleSession, relations: readonly Relation[]): Promise<Map<string, string>> {
  const prints = new Map<string, string>();
  for (const { name } of relations.filter(({ kind }) => kind === 'table')) {
    const [{ print }] = await judge.rows<{ print: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${name} t`);
    prints.set(name, print);
  }
  return prints;
}
