export { installationKeyOf, type AuditFact, type ListLook } from './audit-writer';
export { migrate, prepareDatabase, roleUrl, LOGIN_ROLES, SERVICE_ROLES, SYSTEM_ROLES, type LoginRole, type PrepareOptions } from './migrate';
export { CONTEXT_TTL_SEC, paddedKey, partsOf, roleKey, signContext, type ContextParts } from './signed-context';
export { SystemDb, type SystemTx } from './system-db';
export { TenantDb, sqlState, type Row, type TenantDbOptions, type TenantRead, type TenantTx } from './tenant-db';
export type { Prisma } from './unique-reads';
