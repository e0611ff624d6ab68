import { resolve } from 'node:path';
import { installationKeys, type ProcessConfig } from '@yagura/config';
import { prepareDatabase } from '@yagura/db';
import { createLog } from '@yagura/runtime';
import { databaseAccess } from '../service/database-access';
import { checkAndSeed, seed } from '../service/seed';
import { Undo } from '../service/undo';
import { connectLake } from './lake-access';
import { identityAdminOf } from './servers';

export interface Prepared {
  /** Migrations that were missing. */
  readonly applied: number;
  readonly firstPassword?: { readonly username: string; readonly oneTimePassword: string };
}

/**
 * Makes the stores ready for the processes: keys, roles, migrations, the lake's tables and the first rows. Repeatable; two at once wait for each
 * other. `shown` hears the first operator's password and is done before it is noted as shown.
 */
export async function prepareInstallation(config: ProcessConfig, shown: (password: NonNullable<Prepared['firstPassword']>) => void): Promise<Prepared> {
  const keys = installationKeys(resolve(config.dataDir));
  const database = new URL(config.databaseUrl).pathname.slice(1);
  const { applied } = await prepareDatabase({
    superuserUrl: config.databaseOwnerUrl ?? ownerUrl(config.databaseUrl, keys.passwordOf('postgres')), database, passwordOf: (role) => keys.passwordOf(role), contextKey: keys.of('context'),
  });
  const lake = connectLake(config);
  await lake.migrate().finally(() => lake.close());
  const stores = databaseAccess(config.databaseUrl, database, keys);
  const tenants = stores.tenantDb('svc_tenants', 1);
  const undo = new Undo();
  undo.add(() => tenants.close());
  try {
    const seeded = await seed(tenants, { url: config.identityUrl, admin: identityAdminOf({ config, log: createLog(config.logLevel), stores, undo }) });
    await checkAndSeed(stores, seeded);
    const { firstPassword } = seeded;
    if (firstPassword === undefined) return { applied };
    shown(firstPassword);
    await firstPassword.shown();
    return { applied, firstPassword };
  } finally {
    await undo.all();
  }
}

/** The superuser of the installation's own cluster; any database of it will do to make ours. */
function ownerUrl(databaseUrl: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = 'postgres';
  url.password = password;
  url.pathname = '/postgres';
  return url.toString();
}
