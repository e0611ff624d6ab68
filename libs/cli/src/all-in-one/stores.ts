import { createLakeClient, LakeReader, LakeWriter, migrateLake, startLakeChild, type LakeChild } from '@yagura/lake';
import { prepareDatabase } from '@yagura/db';
import { freePort, startPostgres, type Logger } from '@yagura/runtime';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import { databaseAccess } from '../service/database-access';
import type { StoreAccess } from '../service/platform';
import type { DataFolder } from './data-folder';
import { ChildKeeper } from './child-keeper';

/** Name of the database in its cluster. */
export const DATABASE = 'yagura';

/** The all-in-one's two stores, each a child process that ends with us. */
export interface Stores extends StoreAccess {
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
  return {
    lakeReader: lake.value.reader, lakeWriter: lake.value.writer, ...databaseAccess(postgres.url, DATABASE, keys),
    stop: async () => { await Promise.all([postgres.stop(), lake.value.stop()]); },
  };
}

/** A store's process, kept running; its address stays when it is started again. */
export interface KeptStore { readonly url: string; stop(): Promise<void> }

async function startDatabase(config: AllInOneConfig, folder: DataFolder, keys: InstallationKeys, log: Logger): Promise<KeptStore> {
  const database = await keepDatabase(config, folder, keys, log);
  try {
    await prepareDatabase({ superuserUrl: database.url, database: DATABASE, passwordOf: (role) => keys.passwordOf(role), contextKey: keys.of('context') });
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** PostgreSQL as a child; the address is the superuser's. */
export async function keepDatabase(config: Pick<AllInOneConfig, 'postgresPort'>, folder: Pick<DataFolder, 'at'>, keys: InstallationKeys, log: Logger): Promise<KeptStore> {
  const place = {
    dataDir: folder.at('postgres'), host: '127.0.0.1', port: config.postgresPort === 0 ? await freePort() : config.postgresPort, password: keys.passwordOf('postgres'),
  };
  const keeper = new ChildKeeper(() => startPostgres(place), (ending) => log.error(endingOf(ending), 'the database’s process ended and is started again'));
  const { url } = await keeper.start();
  return { url, stop: () => keeper.stop() };
}

type KeptLake = LakeChild & { readonly ended: LakeChild['exited'] };

async function startLake(config: AllInOneConfig, folder: DataFolder, log: Logger): Promise<Lake> {
  const kept = await keepLake(config, folder, log);
  const client = createLakeClient(kept);
  const stop = async (): Promise<void> => {
    await client.close();
    await kept.stop();
  };
  try {
    await migrateLake(client);
    return { reader: new LakeReader(client), writer: new LakeWriter(client), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The lake's front as a child, with the key that its clients show. */
export async function keepLake(config: Pick<AllInOneConfig, 'lakePort'>, folder: Pick<DataFolder, 'at'>, log: Logger): Promise<KeptStore & { readonly password: string }> {
  const open = async (former: KeptLake | undefined): Promise<KeptLake> => {
    const child = await startLakeChild({ data: folder.at('lake'), port: former === undefined ? config.lakePort : Number(new URL(former.url).port) });
    return { ...child, ended: child.exited };
  };
  const keeper = new ChildKeeper(open, (ending) => log.error(endingOf(ending), 'the lake’s process ended and is started again'));
  const { url, password } = await keeper.start();
  return { url, password, stop: () => keeper.stop() };
}

const endingOf = (ending: unknown): Record<string, unknown> => (ending instanceof Error ? { err: ending } : { ending });
