import { resolve } from 'node:path';
import { presentKeys, type ProcessConfig } from '@yagura/config';
import type { SystemDb } from '@yagura/db';
import { kafkaAdapters, PostgresDomainEvents } from '@yagura/messaging';
import type { Logger } from '@yagura/runtime';
import { databaseAccess } from '../service/database-access';
import type { PartContext, RunningPart } from './part';

/** The relay of the domain lane. Several may run; the database lets one of them place events at a time. */
export async function relayPart({ config, log, health, undo }: PartContext): Promise<RunningPart> {
  const db = databaseAccess(config.databaseUrl, new URL(config.databaseUrl).pathname.slice(1), presentKeys(resolve(config.dataDir))).systemDb('lane_relay', 3);
  undo.add(() => db.close());
  const relay = await relayOf(config, db, log);
  await relay.start();
  undo.add(() => relay.stop());
  health.add('outbox', async () => {
    const [{ late }] = await db.sql<{ late: boolean }>("select exists (select from lane.outbox where position is null and created_at < now() - interval '10 seconds') as late");
    return late ? 'has events that wait for their place' : undefined;
  });
  return { addresses: {} };
}

async function relayOf({ kafkaBrokers: brokers, eventDays: days }: ProcessConfig, db: SystemDb, log: Logger): Promise<{ start(): Promise<void>; stop(): Promise<void> }> {
  if (brokers.length === 0) return new PostgresDomainEvents(db, { days, isRelayed: false, onFailure: (error) => { log.warn({ err: error }, 'read events could not be removed from the outbox; trying again in an hour'); } });
  const { KafkaDomainEvents } = await kafkaAdapters();
  return new KafkaDomainEvents({ brokers, clientId: 'relay', log }, { db, relay: true, live: false, keptDays: days });
}
