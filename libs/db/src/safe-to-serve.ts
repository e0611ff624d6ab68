import { forSystem, newId, Unavailable } from '@yagura/kernel';
import { checkCatalogue, type CatalogueOptions } from './catalogue/catalogue';
import type { Ask } from './catalogue/facts';
import { fault, type CatalogueFault } from './catalogue/fault';
import type { TenantDb } from './tenant-db';

/** Contexts are signed by this machine's clock and expire by the database's. */
const MAX_SKEW_SEC = 5;

// Looks into every table and view that the role may read, as the role: the query is put together by PostgreSQL from its own catalogue.
const CANARY = `
  select c.oid::regclass::text as relation
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v')
    and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
    and case when has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
      then query_to_xml(format('select 1 as seen from %I.%I limit 1', n.nspname, c.relname), false, false, '')::text like '%<row%' end`;
const WHO = `
  select session_user::text as role, current_user::text as acts_as, rolsuper or rolbypassrls as exempt, extract(epoch from clock_timestamp())::float8 as now
  from pg_catalog.pg_roles where rolname = session_user`;

/**
 * Refuses to serve on a database that does not hold tenants apart: Unavailable, slug `database.unsafe`, with every reason in its message.
 * Looks at the whole catalogue once through `ask` (any role), and through each service's own connection: a role that is exempt, rows that
 * show without a context, a context that does not verify, a clock that differs. Takes some tens of milliseconds.
 */
export async function assertSafeToServe(db: TenantDb | readonly TenantDb[], ask: Ask, options: CatalogueOptions = {}): Promise<void> {
  const services = 'role' in db ? [db] : db;
  const found = await Promise.all([checkCatalogue(ask, options), ...services.map(faultsOf)]);
  const reasons = [...new Set(found.flat().map(({ text }) => text))];
  if (reasons.length === 0) return;
  throw new Unavailable(`The database does not hold tenants apart, so nothing is served: ${reasons.join(' ')}`, { slug: 'database.unsafe' });
}

async function faultsOf(db: TenantDb): Promise<CatalogueFault[]> {
  const [who] = await db.withoutContext<{ role: string; acts_as: string; exempt: boolean; now: number }>(WHO);
  const skewSec = Math.abs(Date.now() / 1000 - who.now);
  const faults: CatalogueFault[] = [];
  if (who.role !== db.role || who.acts_as !== db.role) faults.push(fault('role.other', db.role, `is signed in as ${who.role}, acting as ${who.acts_as}.`));
  if (who.exempt) faults.push(fault('role.power', who.role, 'is exempt from row security.'));
  if (skewSec > MAX_SKEW_SEC) faults.push(fault('clock.skew', 'the database’s clock', `differs from ours by ${Math.round(skewSec)} s.`));
  const seen = await db.withoutContext<{ relation: string }>(CANARY);
  faults.push(...seen.map(({ relation }) => fault('canary.row', relation, `shows rows to ${db.role} without a context.`)));
  const tenantId = newId<'tenant'>();
  const [own] = await db.read(forSystem(tenantId, 'boot'), (read) => read.sql<{ written: string | null }>('select guard.written() as written'));
  if (own.written !== tenantId) faults.push(fault('context.key', db.role, 'signs contexts that the database does not accept.'));
  return faults;
}
