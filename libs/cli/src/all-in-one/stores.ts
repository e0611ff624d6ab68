import { createLakeClient, LakeReader, LakeWriter, migrateLake, type LakeChild } from '@yagura/lake';
import { prepareDatabase, roleUrl, SystemDb, TenantDb, type LoginRole } from '@yagura/db';
import { freePort, startPostgres, type Logger, type PostgresServer } from '@yagura/runtime';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import type { DataFolder } from './data-folder';
import { LakeKeeper } from './lake-keeper';

const DATABASE = 'yagura';

/** The all-in-one's two stores, each a child process that ends with us. */
export interface Stores {
  readonly postgres: PostgresServer;
  readonly lakeReader: LakeReader;
  readonly lakeWriter: LakeWriter;
  tenantDb(role: LoginRole, maxConnections?: number): TenantDb;
  systemDb(role: LoginRole, maxConnections?: number): SystemDb;
  stop(): Promise<void>;
}

interface Lake { readonly reader: LakeReader; readonly writer: LakeWriter; stop(): Promise<void> }

/** Starts both stores side by side and brings their tables up to date. */
export async function startStores(config: AllInOneConfig, folder: DataFolder, keys: InstallationKeys, log: Logger): Promise<Stores> {
  const [database, lake] = await Promise.allSettled([startDatabase(config, folder, keys), startLake(config, folder, log)]);
  if (database.status === 'rejected' || lake.status === 'rejected') {
    if (database.status === 'fulfilled') await database.value.stop();
    if (lake.status === 'fulfilled') await lake.value.stop();
    throw [database, lake].find((result) => result.status === 'rejected')?.reason;
  }
  const postgres = database.value;
  const urlOf = (role: LoginRole): string => roleUrl(postgres.url, DATABASE, role, keys.passwordOf(role));
  return {
    postgres, lakeReader: lake.value.reader, lakeWriter: lake.value.writer,
    tenantDb: (role, maxConnections) => new TenantDb({ role, url: urlOf(role), contextKey: keys.of('context'), installationKey: keys.of('installation'), maxConnections }),
    systemDb: (role, maxConnections) => new SystemDb(urlOf(role), maxConnections),
    stop: async () => { await Promise.all([postgres.stop(), lake.value.stop()]); },
  };
}

async function startDatabase(config: AllInOneConfig, folder: DataFolder, keys: InstallationKeys): Promise<PostgresServer> {
  const postgres = await startPostgres({
    dataDir: folder.at('postgres'), host: '127.0.0.1', port: config.postgresPort === 0 ? await freePort() : config.postgresPort, password: keys.passwordOf('postgres'),
  });
  try {
    await prepareDatabase({ superuserUrl: postgres.url, database: DATABASE, passwordOf: (role) => keys.passwordOf(role), contextKey: keys.of('context') });
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function startLake(config: AllInOneConfig, folder: DataFolder, log: Logger): Promise<Lake> {
  const keeper = new LakeKeeper({ data: folder.at('lake'), port: config.lakePort }, (exit) => log.error({ ...exit }, 'the lake’s process ended and is started again'));
  const child: LakeChild = await keeper.start();
  const client = createLakeClient({ url: child.url, password: child.password });
  const stop = async (): Promise<void> => {
    await client.close();
    await keeper.stop();
  };
  try {
    await migrateLake(client);
    return { reader: new LakeReader(client), writer: new LakeWriter(client), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
