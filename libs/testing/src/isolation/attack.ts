import { insertOf, type Marked } from './canary';
import type { Relation } from './relation';

/** A statement that must bring nothing of the victim's: neither in what comes back nor in rows touched. */
export interface Attack {
  readonly kind: string;
  readonly text: string;
  /** True where touching any row is a breach; elsewhere rows of the attacker's own tenant may be touched. */
  readonly writesVictim: boolean;
}

const read = (kind: string, text: string): Attack => ({ kind, text, writesVictim: false });
const write = (kind: string, text: string): Attack => ({ kind, text, writesVictim: true });

/** Reads by every road that SQL has. `brief` leaves out what differs in form only. */
export function readsOf({ name, hasTenant }: Relation, victim: Marked, brief = false): Attack[] {
  const few = [read('select', `select * from ${name}`), read('copy out', `copy ${name} to stdout`)];
  if (hasTenant) few.push(read('existence', `select '${victim.mark}exists' as seen from ${name} where tenant_id = '${victim.tenantId}'`));
  if (brief) return few;
  return [
    ...few,
    read('copy query', `copy (select * from ${name}) to stdout`),
    read('select only', `select * from only ${name}`),
    read('cursor', `declare c cursor for select * from ${name}; fetch all c`),
    read('prepared', `deallocate all; prepare p as select * from ${name}; execute p`),
    read('lock rows', `select * from ${name} for key share`),
    read('sample', `select * from ${name} tablesample bernoulli (100)`),
    // A cast that fails names its operand: it must not be tried on a row before the policies have spoken.
    read('error of a cast', `select * from ${name} t where t::text::int = 1`),
    read('as xml', `select table_to_xml('${name}'::regclass, true, false, '')::text`),
    read('row security off', `set local row_security = off; select * from ${name}`),
    read('system columns', `select tableoid::regclass, ctid, xmin, t.* from ${name} t`),
    read('grouped', `select max(t::text), min(t::text), string_agg(t::text, ',') from ${name} t`),
    read('volume', `select '${victim.mark}counted' as seen from ${name} having count(*) > 2`),
  ];
}

/** Writes into the victim's rows, and moves of rows across the line. `own` replaces columns that name the writer. */
export function writesOf(table: Relation, attacker: Marked, victim: Marked, own: Readonly<Record<string, string>>, brief = false): Attack[] {
  const { name, columns, key } = table;
  if (!columns.some((column) => column.name === 'tenant_id')) return [];
  const at = `tenant_id = '${victim.tenantId}'`;
  const settable = columns.find((column) => !column.generated && !column.counted && !key.includes(column.name))?.name ?? 'tenant_id';
  const fresh = insertOf(table, victim, 77, own);
  const taken = insertOf(table, victim, victim.index * 2, own);
  const few = [
    write('insert', `insert into ${fresh}`), write('update', `update ${name} set ${settable} = ${settable} where ${at}`),
    write('update key', `update ${name} set tenant_id = tenant_id where ${at}`), write('delete', `delete from ${name} where ${at}`),
  ];
  if (brief) return few;
  return [
    ...few,
    write('insert returning', `insert into ${fresh} returning *`),
    write('insert in a query', `with x as (insert into ${fresh} returning *) select * from x`),
    write('upsert', `insert into ${taken} on conflict (${key.join(', ')}) do update set ${settable} = excluded.${settable}`),
    write('upsert returning', `insert into ${taken} on conflict (${key.join(', ')}) do update set ${settable} = excluded.${settable} returning *`),
    write('skipped insert', `insert into ${taken} on conflict do nothing returning *`),
    write('give away', `update ${name} set tenant_id = '${victim.tenantId}' where tenant_id = '${attacker.tenantId}'`),
    write('take over', `update ${name} set tenant_id = '${attacker.tenantId}' where ${at}`),
    read('update all', `update ${name} set ${settable} = ${settable} returning *`),
    read('delete all', `delete from ${name} returning *`),
    write('merge delete', `merge into ${name} t using (values (1)) v (x) on t.${at} when matched then delete`),
    write('merge update', `merge into ${name} t using (values (1)) v (x) on t.${at} when matched then update set ${settable} = t.${settable}`),
    write('merge insert', `merge into ${name} t using (values (1)) v (x) on false when not matched then insert ${fresh.slice(name.length)}`),
    write('copy in', `copy ${name} from stdin`),
    // Without the right to grant this only warns, so its effect is what counts.
    read('grant', `grant all on ${name} to public; select '${victim.mark}granted' as seen where has_table_privilege('public', '${name}', 'select')`),
  ];
}

/** What only an owner may do with a relation; each must be refused. */
export const takeovers = (name: string): Attack[] => [
  `truncate ${name}`, `alter table ${name} disable row level security`, `alter table ${name} no force row level security`, `drop policy fence on ${name}`,
  `create policy open on ${name} using (true)`, `alter table ${name} owner to current_user`, `drop table ${name}`,
  `create trigger t after insert on ${name} execute function guard.protect()`, `create rule r as on select to ${name} do instead select 1`,
  `create index on ${name} ((1))`, `comment on table ${name} is 'x'`, `create view public.v as select * from ${name}`, `alter table ${name} add column x int`,
].map((text) => write(`takeover: ${text.split(' ').slice(0, 2).join(' ')}`, text));
