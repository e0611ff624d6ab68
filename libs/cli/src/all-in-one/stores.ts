import { createLakeClient, LakeReader, LakeWriter, migrateLake, startLakeChild, type LakeChild } from '@yagura/lake';
import { prepareDatabase, roleUrl, SystemDb, TenantDb, type LoginRole } from '@yagura/db';
import { freePort, startPostgres, type Logger } from '@yagura/runtime';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import type { DataFolder } from './data-folder';
import { ChildKeeper } from './child-keeper';

const DATABASE = 'yagura';

/** The all-in-one's two stores, each a child process that ends with us. */
export interface Stores {
  readonly lakeReader: LakeReader;
  readonly lakeWriter: LakeWriter;
  tenantDb(role: LoginRole, maxConnections?: number): TenantDb;
  systemDb(role: LoginRole, maxConnections?: number): SystemDb;
  stop(): Promise<void>;
}

interface Lake { readonly reader: LakeReader; readonly writer: LakeWriter; stop(): Promise<void> }

/** Starts both stores side by side and brings their tables up to date. */
export async function startStores(config: AllInOneConfig, folder: DataFolder, keys: InstallationKeys, log: Logger): Promise<Stores> {
  const [database, lake] = await Promise.allSettled([startDatabase(config, folder, keys, log), startLake(config, folder, log)]);
  if (database.status === 'rejected' || lake.status === 'rejected') {
    if (database.status === 'fulfilled') await database.value.stop();
    if (lake.status === 'fulfilled') await lake.value.stop();
    throw [database, lake].find((result) => result.status === 'rejected')?.reason;
  }
  const postgres = database.value;
  const urlOf = (role: LoginRole): string => roleUrl(postgres.url, DATABASE, role, keys.passwordOf(role));
  return {
    lakeReader: lake.value.reader, lakeWriter: lake.value.writer,
    tenantDb: (role, maxConnections) => new TenantDb({ role, url: urlOf(role), contextKey: keys.of('context'), installationKey: keys.of('installation'), maxConnections }),
    systemDb: (role, maxConnections) => new SystemDb(urlOf(role), maxConnections),
    stop: async () => { await Promise.all([postgres.stop(), lake.value.stop()]); },
  };
}

interface Database { readonly url: string; stop(): Promise<void> }

async function startDatabase(config: AllInOneConfig, folder: DataFolder, keys: InstallationKeys, log: Logger): Promise<Database> {
  const place = {
    dataDir: folder.at('postgres'), host: '127.0.0.1', port: config.postgresPort === 0 ? await freePort() : config.postgresPort, password: keys.passwordOf('postgres'),
  };
  const keeper = new ChildKeeper(() => startPostgres(place), (ending) => log.error(endingOf(ending), 'the database’s process ended and is started again'));
  const { url } = await keeper.start();
  try {
    await prepareDatabase({ superuserUrl: url, database: DATABASE, passwordOf: (role) => keys.passwordOf(role), contextKey: keys.of('context') });
    return { url, stop: () => keeper.stop() };
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}

type KeptLake = LakeChild & { readonly ended: LakeChild['exited'] };

async function startLake(config: AllInOneConfig, folder: DataFolder, log: Logger): Promise<Lake> {
  const open = async (former: KeptLake | undefined): Promise<KeptLake> => {
    const child = await startLakeChild({ data: folder.at('lake'), port: former === undefined ? config.lakePort : Number(new URL(former.url).port) });
    return { ...child, ended: child.exited };
  };
  const keeper = new ChildKeeper(open, (ending) => log.error(endingOf(ending), 'the lake’s process ended and is started again'));
  const child = await keeper.start();
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

const endingOf = (ending: unknown): Record<string, unknown> => (ending instanceof Error ? { err: ending } : { ending });
