import type { Kafka } from 'kafkajs';
import type { SystemDb, SystemTx } from '@yagura/db';
import { Drain } from '../drain';
import { inRelaySpan } from '../lane-span';
import { RELAY_CURSOR } from '../outbox-pruner';
import type { PostgresDomainEvents } from '../postgres-domain-events';
import { domainPartitionOf, recordOfRow, type PlacedRow } from './domain-record';
import { domainTopic, domainTopicPlan } from './domain-topics';
import type { KafkaAdmin } from './kafka-admin';
import type { KafkaConnection } from './kafka-connection';
import { KafkaSender } from './kafka-sender';
import { ensureTopics } from './kafka-topics';

/** One relay publishes at a time; another one that tries leaves it to the first. */
const RELAY_LOCK = 7902;
const PUBLISH_AT_ONCE = 500;
const TRY_AGAIN_MS = 1_000;

/** Rows that lie side by side in one partition. `stream` is the topic's name in the catalogue. */
interface Send { readonly topic: string; readonly stream: string; readonly partition: number; readonly rows: PlacedRow[] }

/**
 * Publishes placed rows of the outbox, in their order: one batch is with the brokers, every replica in sync, before the cursor moves and
 * the next begins. A crash between repeats a batch, which the readers recognise. Records of one key keep their order, because a key has one
 * partition and a partition one send at a time.
 */
export class KafkaRelay {
  private readonly sender: KafkaSender;
  private readonly partitions = new Map<string, number>();
  private stopListening?: () => void;
  private readonly drain: Drain;

  constructor(kafka: Kafka, private readonly admin: KafkaAdmin, private readonly connection: KafkaConnection, db: SystemDb, private readonly outbox: PostgresDomainEvents) {
    this.sender = new KafkaSender(kafka, connection.patienceMs);
    this.drain = new Drain({
      take: async () => await db.transaction((tx) => this.publishNext(tx)) > 0, lookAgainMs: TRY_AGAIN_MS,
      onFailure: (error) => { connection.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'the outbox could not be published to Kafka; trying again'); },
    });
  }

  /** The outbox must have been started: it gives the rows their places. */
  async start(): Promise<void> {
    await this.sender.open();
    this.stopListening = this.outbox.onArrival(() => this.drain.wake());
    this.drain.start();
  }

  async stop(): Promise<void> {
    this.stopListening?.();
    await this.drain.stop();
    await this.sender.close();
  }

  private async publishNext(tx: SystemTx): Promise<number> {
    const [{ mine }] = await tx.sql<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [RELAY_LOCK]);
    if (!mine) return 0;
    const rows = await tx.sql<PlacedRow>(
      `select position, id, type, tenant_id, topic, key, envelope::text as envelope, envelope->>'traceparent' as traceparent from lane.outbox
       where position > coalesce((select position from lane.cursor where consumer = $1), 0) order by position limit $2`, [RELAY_CURSOR, PUBLISH_AT_ONCE]);
    if (rows.length === 0) return 0;
    await this.publish(rows);
    await tx.sql(
      `insert into lane.cursor (consumer, position) values ($1, $2)
       on conflict (consumer) do update set position = greatest(lane.cursor.position, excluded.position), moved_at = now()`, [RELAY_CURSOR, rows[rows.length - 1].position]);
    return rows.length;
  }

  private async publish(rows: readonly PlacedRow[]): Promise<void> {
    const sends = new Map<string, Send>();
    for (const row of rows) {
      const topic = domainTopic(this.connection, row.topic);
      const partition = domainPartitionOf(row.key, await this.partitionsOf(row.topic));
      const known = sends.get(`${topic}/${partition}`);
      if (known === undefined) sends.set(`${topic}/${partition}`, { topic, stream: row.topic, partition, rows: [row] });
      else known.rows.push(row);
    }
    await Promise.all([...sends.values()].map((send) => this.send(send)));
  }

  private async send({ topic, stream, partition, rows }: Send): Promise<void> {
    const attributes = { 'messaging.destination.partition.id': String(partition), 'messaging.batch.message_count': rows.length };
    await inRelaySpan({ system: 'kafka', topic: stream, operation: 'send', attributes }, rows.map(({ traceparent }) => traceparent),
      () => this.sender.send(topic, partition, rows.map(recordOfRow)));
  }

  private async partitionsOf(topic: string): Promise<number> {
    const known = this.partitions.get(topic);
    if (known !== undefined) return known;
    await ensureTopics(this.admin, this.connection, [domainTopicPlan(this.connection, topic)]);
    const found = await this.admin.partitionsOf(domainTopic(this.connection, topic));
    this.partitions.set(topic, found);
    return found;
  }
}
