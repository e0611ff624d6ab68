import { join, resolve } from 'node:path';
import { installationKeys } from '@yagura/config';
import { SystemDb } from '@yagura/db';
import { keepDatabase, keepLake } from '../all-in-one/stores';
import { connectLake } from './lake-access';
import type { PartContext, RunningPart } from './part';

const folderOf = (dataDir: string): { at(...parts: readonly string[]): string } => ({ at: (...parts) => join(resolve(dataDir), ...parts) });

/** The PostgreSQL that npm installed, in the keeping of this process, for machines without another. It makes the installation's keys on the first start. */
export async function databasePart({ config, log, health, undo }: PartContext): Promise<RunningPart> {
  const keys = installationKeys(resolve(config.dataDir));
  const database = await keepDatabase(config, folderOf(config.dataDir), keys, log);
  undo.add(() => database.stop());
  const { hostname, port } = new URL(database.url);
  const db = new SystemDb(database.url, 1);
  undo.add(() => db.close());
  health.add('database', async () => { await db.sql('select 1 as one'); return undefined; });
  return { addresses: { databaseUrl: `postgres://${hostname}:${port}/yagura` } };
}

/** The lake's front in the keeping of this process, for machines without a ClickHouse server. Any number of processes read and write through it. */
export async function lakePart({ config, log, health, undo }: PartContext): Promise<RunningPart> {
  const front = await keepLake(config, folderOf(config.dataDir), log);
  undo.add(() => front.stop());
  const lake = connectLake({ ...config, lakeUrl: front.url, lakePassword: front.password });
  undo.add(() => lake.close());
  health.add('lake', async () => ((await lake.answers()) ? undefined : 'does not answer'));
  return { addresses: { lakeUrl: front.url } };
}
