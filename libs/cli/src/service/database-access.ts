import { roleUrl, SystemDb, TenantDb } from '@yagura/db';
import type { InstallationKeys } from '@yagura/config';
import type { StoreAccess } from './platform';

/** Pools on one database, each signed in as its own role with the password that the installation's keys give it (ADR 4). */
export function databaseAccess(clusterUrl: string, database: string, keys: InstallationKeys): Pick<StoreAccess, 'tenantDb' | 'systemDb'> {
  const urlOf = (role: Parameters<StoreAccess['tenantDb']>[0]): string => roleUrl(clusterUrl, database, role, keys.passwordOf(role));
  return {
    tenantDb: (role, maxConnections) => new TenantDb({ role, url: urlOf(role), contextKey: keys.of('context'), installationKey: keys.of('installation'), maxConnections }),
    systemDb: (role, maxConnections) => new SystemDb(urlOf(role), maxConnections),
  };
}
