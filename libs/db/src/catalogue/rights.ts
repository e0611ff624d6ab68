import { KEEPER_WRITES } from '../exempt';
import type { CatalogueFacts, Grant, NamespaceFact, RelationFact } from './facts';
import { fault, type CatalogueFault } from './fault';
import { SERVICE_ROLES, SYSTEM_ROLES } from '../migrate';
import { exemptionOf } from './tables';

const KEEPER = 'guard_keeper';
/** Schemas that every service enters to write its outbox, inbox and audit rows. */
const SHARED = new Set(['lane', 'audit']);

/** The role whose schema this is, by its name. */
export const roleOfSchema = (schema: string): string | undefined => SERVICE_ROLES.find((role) => role === `svc_${schema}`);

/** Judges who may do what: nobody holds more than its own schema and what the exempt list says. */
export function judgeRights({ relations, namespaces, database, defaultRights }: CatalogueFacts): CatalogueFault[] {
  return [
    ...relations.flatMap((relation) => relation.grants.filter((grant) => !isAllowed(relation, grant)).map((grant) => excess(relation.name, grant))),
    ...namespaces.flatMap(judgeNamespace),
    ...database.grants.filter(({ role, right }) => right !== 'connect' && (role === 'PUBLIC' || isOurs(role))).map((grant) => excess(`database ${database.name}`, grant)),
    ...(defaultRights > 0 ? [fault('grant.default', 'pg_default_acl', 'holds default rights: what is made later would be granted unseen.')] : []),
  ];
}

const isOurs = (role: string): boolean => [...SERVICE_ROLES, ...SYSTEM_ROLES, KEEPER].some((name) => name === role);
const written = ({ right, column }: Grant): string => (column === null ? right : `${right}(${column})`);
const excess = (object: string, grant: Grant): CatalogueFault =>
  fault('grant.excess', object, `gives ${grant.role} ${written(grant)}${grant.grantable ? ' with the right to pass it on' : ''}.`);

function isAllowed(relation: RelationFact, grant: Grant): boolean {
  if (grant.grantable || relation.partition) return false;
  // The keeper's narrow functions are listed one by one; what they read is theirs to read.
  if (grant.role === KEEPER) return grant.right === 'select' || KEEPER_WRITES[relation.name] === written(grant);
  if (relation.kind === 'S') return grant.right === 'usage' && (grant.role === roleOfSchema(relation.schema) || (relation.schema === 'lane' && grant.role === 'lane_relay'));
  const exemption = exemptionOf(relation.name);
  if (exemption !== undefined) {
    const rights = exemption.rights[grant.role]?.split(', ') ?? [];
    return rights.includes(grant.right) || rights.includes(written(grant));
  }
  return grant.role === roleOfSchema(relation.schema) && (relation.kind === 'v' ? ['select'] : ['select', 'insert', 'update', 'delete']).includes(grant.right);
}

function judgeNamespace(namespace: NamespaceFact): CatalogueFault[] {
  const { name } = namespace;
  const isKnown = roleOfSchema(name) !== undefined || SHARED.has(name) || ['guard', 'identity', 'public'].includes(name);
  if (!isKnown) return [fault('schema.unknown', name, 'is a schema that belongs to no service.')];
  const owner = namespace.owner === (name === 'public' ? 'pg_database_owner' : 'yagura_owner') ? [] : [fault('schema.owner', name, `belongs to ${namespace.owner}.`)];
  const allowed = name === 'guard' ? ['PUBLIC'] : SHARED.has(name) ? [...SERVICE_ROLES, ...SYSTEM_ROLES, KEEPER]
    : name === 'identity' ? ['svc_identity'] : name === 'public' ? [] : [`svc_${name}`, KEEPER];
  return [...owner, ...namespace.grants.filter(({ role, right, grantable }) => grantable || right !== 'usage' || !allowed.includes(role)).map((grant) => excess(`schema ${name}`, grant))];
}
