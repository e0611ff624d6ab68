export { installationKeyOf } from './audit-writer';
export { sqlState } from './database-fault';
export { migrate, prepareDatabase, roleUrl, LOGIN_ROLES, SERVICE_ROLES, SYSTEM_ROLES, type LoginRole, type PrepareOptions } from './migrate';
export { CONTEXT_TTL_SEC, paddedKey, partsOf, roleKey, signContext, type ContextParts } from './signed-context';
export { SystemDb, type SystemTx } from './system-db';
export { TenantDb, type TenantDbOptions } from './tenant-db';
export type { AuditFact, ListLook, Row, TenantRead, TenantTx } from './tenant-tx';
export type { Prisma } from './unique-reads';
