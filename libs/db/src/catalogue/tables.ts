import { EXEMPT, WIDE_UNIQUES, type Exemption } from '../exempt';
import type { ForeignKeyFact, PolicyFact, RelationFact } from './facts';
import { fault, type CatalogueFault } from './fault';

const OWNER = 'yagura_owner';
const EXEMPTIONS = new Map<string, Exemption>(EXEMPT.map((exemption) => [exemption.table, exemption]));

/** The list's entry of a table, which is also that of its partitions. */
export const exemptionOf = (table: string): Exemption | undefined => EXEMPTIONS.get(table);

const READABLE = '(tenant_id = ANY (( SELECT guard.readable() AS readable)::uuid[]))';
const WRITTEN = '(tenant_id = ( SELECT guard.written() AS written))';
const STAFF_ONLY = "((NOT is_internal) OR (( SELECT guard.audience() AS audience) = ANY (ARRAY['staff'::text, 'system'::text])))";
const policy = (name: string, permissive: boolean, command: PolicyFact['command'], using: string, check: string | null): PolicyFact =>
  ({ name, permissive, command, roles: [], using, check });

/** What `guard.protect` gives a table. */
const STANDARD = [
  policy('write_one', true, 'ALL', WRITTEN, WRITTEN), policy('read_scope', true, 'SELECT', READABLE, null), policy('fence', false, 'ALL', READABLE, WRITTEN),
];
const AUDIENCE_FENCE = policy('audience_fence', false, 'ALL', STAFF_ONLY, null);

/** Judges every table, partition, view and sequence but for its grants. */
export function judgeRelations(relations: readonly RelationFact[]): CatalogueFault[] {
  const known = new Map(relations.map((relation) => [relation.name, relation]));
  const missing = EXEMPT.filter(({ table }) => !known.has(table)).map(({ table }) => fault('exempt.missing', table, 'is exempt but does not exist.'));
  return [...missing, ...relations.flatMap((relation) => judgeRelation(relation, known))];
}

function judgeRelation(relation: RelationFact, known: ReadonlyMap<string, RelationFact>): CatalogueFault[] {
  const { name, kind } = relation;
  const faults = relation.owner === OWNER ? [] : [fault('relation.owner', name, `belongs to ${relation.owner}, not to ${OWNER}.`)];
  if (relation.rules > 0) faults.push(fault('relation.rule', name, 'has rewrite rules, which run with the owner’s rights.'));
  switch (kind) {
    case 'S': return faults;
    case 'v': return relation.invoker ? faults : [...faults, fault('view.not_invoker', name, 'is a view with its owner’s rights; it must be security_invoker.')];
    case 'r': case 'p': return [...faults, ...judgeTable(relation, known)];
    default: return [...faults, fault('relation.kind', name, 'is a materialised view or foreign table, which row security does not cover.')];
  }
}

function judgeTable(table: RelationFact, known: ReadonlyMap<string, RelationFact>): CatalogueFault[] {
  const faults = table.persistence === 'p' ? [] : [fault('table.unlogged', table.name, 'is not logged, so a crash empties it.')];
  if (table.partition) return [...faults, ...judgeForced(table), ...judgePolicies(table, [])];
  const exemption = exemptionOf(table.name);
  if (exemption === undefined) return [...faults, ...judgeTenantTable(table, known)];
  if (exemption.policies !== undefined) faults.push(...judgeForced(table));
  return [...faults, ...judgePolicies(table, exemption.policies ?? []), ...judgeExemptKeys(table)];
}

function judgeTenantTable(table: RelationFact, known: ReadonlyMap<string, RelationFact>): CatalogueFault[] {
  const faults = [...judgeForced(table), ...judgePolicies(table, table.isInternalColumn ? [...STANDARD, AUDIENCE_FENCE] : STANDARD)];
  if (table.tenantColumn !== 'uuid not null') faults.push(fault('table.tenant_column', table.name, 'lacks a tenant_id of type uuid that is never null.'));
  if (!table.uniques.some(({ primary }) => primary)) faults.push(fault('table.no_primary_key', table.name, 'has no primary key.'));
  for (const unique of table.uniques) {
    if (unique.first !== 'tenant_id' && WIDE_UNIQUES[unique.name] === undefined)
      faults.push(fault('unique.without_tenant', table.name, `has the unique key ${unique.name}, which does not begin with tenant_id.`));
  }
  return [...faults, ...table.foreignKeys.flatMap((key) => judgeForeignKey(table, key, known))];
}

function judgeForced(table: RelationFact): CatalogueFault[] {
  const faults = table.enabled ? [] : [fault('table.not_enabled', table.name, 'has row security switched off.')];
  if (!table.forced) faults.push(fault('table.not_forced', table.name, 'does not force row security on its owner.'));
  return faults;
}

function judgeForeignKey(table: RelationFact, key: ForeignKeyFact, known: ReadonlyMap<string, RelationFact>): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  if (known.get(key.target)?.schema !== table.schema) faults.push(fault('foreign_key.schema', table.name, `has ${key.name}, which leads into another schema.`));
  const at = key.columns.indexOf('tenant_id');
  if (at === -1 || key.targetColumns[at] !== 'tenant_id')
    faults.push(fault('foreign_key.without_tenant', table.name, `has ${key.name} without tenant_id on both sides: its check skips row security.`));
  return faults;
}

/** Keys of exempt tables stay among the exempt of their schema: they must not answer questions about tenants' rows. */
function judgeExemptKeys(table: RelationFact): CatalogueFault[] {
  return table.foreignKeys.filter(({ target }) => exemptionOf(target) === undefined || !target.startsWith(`${table.schema}.`))
    .map((key) => fault('foreign_key.without_tenant', table.name, `has ${key.name}, which leads out of the exempt tables of its schema.`));
}

function judgePolicies(table: RelationFact, wanted: readonly PolicyFact[]): CatalogueFault[] {
  const faults = table.policies.filter(({ name }) => !wanted.some((policy) => policy.name === name))
    .map(({ name }) => fault('policy.unknown', table.name, `has the policy ${name}, which nobody reviewed.`));
  for (const expected of wanted) {
    const found = table.policies.find(({ name }) => name === expected.name);
    if (found === undefined) faults.push(fault('policy.missing', table.name, `lacks the policy ${expected.name}.`));
    else if (!isSame(found, expected)) faults.push(fault('policy.changed', table.name, `has a policy ${expected.name} that is not the reviewed one.`));
  }
  return faults;
}

const isSame = (a: PolicyFact, b: PolicyFact): boolean =>
  a.permissive === b.permissive && a.command === b.command && a.using === b.using && a.check === b.check && sorted(a.roles) === sorted(b.roles);
const sorted = (roles: readonly string[]): string => [...roles].sort().join();
