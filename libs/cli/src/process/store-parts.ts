import { join, resolve } from 'node:path';
import { installationKeys, presentKeys } from '@yagura/config';
import { SystemDb } from '@yagura/db';
import { KafkaDomainEvents, PostgresDomainEvents } from '@yagura/messaging';
import { keepDatabase, keepLake } from '../all-in-one/stores';
import { databaseAccess } from '../service/database-access';
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

/** The relay of the domain lane. Several may run; the database lets one of them place events at a time. */
export async function relayPart({ config, log, health, undo }: PartContext): Promise<RunningPart> {
  const db = databaseAccess(config.databaseUrl, new URL(config.databaseUrl).pathname.slice(1), presentKeys(resolve(config.dataDir))).systemDb('lane_relay', 3);
  undo.add(() => db.close());
  const relay = config.kafkaBrokers.length === 0 ? new PostgresDomainEvents(db) : new KafkaDomainEvents({ brokers: config.kafkaBrokers, clientId: 'relay', log }, { db, relay: true, live: false });
  await relay.start();
  undo.add(() => relay.stop());
  health.add('outbox', async () => {
    const [{ late }] = await db.sql<{ late: boolean }>("select exists (select from lane.outbox where position is null and created_at < now() - interval '10 seconds') as late");
    return late ? 'has events that wait for their place' : undefined;
  });
  return { addresses: {} };
}
