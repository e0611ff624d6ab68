import type { Kafka } from 'kafkajs';
import { isOpen } from '@yagura/db';
import { Forbidden, Unavailable, type TenantContext } from '@yagura/kernel';
import { inAppendSpan } from '../append-span';
import type { TelemetryBatch, TelemetryLogWriter } from '../telemetry-log';
import { KafkaAdmin } from './kafka-admin';
import { away, kafkaOf, type KafkaConnection } from './kafka-connection';
import { KafkaSender } from './kafka-sender';
import { telemetryGroup, telemetryTopic, type KafkaTelemetryOptions } from './kafka-telemetry-topic';
import { ensureTopics } from './kafka-topics';
import { PartitionQueue } from './partition-queue';
import { SharedLook } from './shared-look';
import { averageTold } from './told-average';
import { recordOf, telemetryPartitionOf } from './telemetry-record';
import { WaitingBytes, type Reach } from './waiting-bytes';

/** Bodies that wait for the broker in this process; more than this and the door says so instead of growing. */
const MOST_QUEUED_BYTES = 64 * 1_048_576;

/**
 * Appends to the telemetry log of a cluster. An append resolves when every replica in sync has the record. One that fails may have been
 * stored all the same when the broker's answer was lost: the sender repeats it, and the batch id, which follows from the batch, makes the
 * repetition a duplicate for whoever reads.
 */
export class KafkaTelemetryLogWriter implements TelemetryLogWriter {
  readonly joinsTransaction = false;
  private readonly kafka: Kafka;
  private readonly admin: KafkaAdmin;
  private readonly sender: KafkaSender;
  private readonly topic: string;
  private readonly waiting = new WaitingBytes();
  private readonly look = new SharedLook(() => this.reaches());
  private queues: PartitionQueue[] = [];
  private queuedBytes = 0;

  constructor(private readonly connection: KafkaConnection, private readonly options: KafkaTelemetryOptions = {}) {
    this.kafka = kafkaOf(connection);
    this.admin = new KafkaAdmin(this.kafka);
    this.sender = new KafkaSender(this.kafka, connection.patienceMs);
    this.topic = telemetryTopic(connection).topic;
  }

  /** Creates the topic where it is missing. Throws Unavailable when the brokers do not answer. */
  async start(): Promise<void> {
    try {
      await ensureTopics(this.admin, this.connection, [telemetryTopic(this.connection, this.options)]);
      const partitions = await this.admin.partitionsOf(this.topic);
      await this.sender.open();
      this.queues = Array.from({ length: partitions }, (_, partition) => new PartitionQueue((messages) => this.sender.send(this.topic, partition, messages)));
    } catch (cause) {
      await this.stop();
      throw cause instanceof Unavailable ? cause : away(cause, 'telemetry_log.unavailable');
    }
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.idle()));
    await Promise.all([this.sender.close(), this.admin.close()]);
  }

  /** Partition of a source's records. */
  partitionOf(tenantId: string, sourceId: string): number {
    if (this.queues.length === 0) throw new Unavailable('The telemetry log has not been started.', { slug: 'telemetry_log.not_started' });
    return telemetryPartitionOf(tenantId, sourceId, this.queues.length);
  }

  async append(ctx: TenantContext, batch: TelemetryBatch): Promise<{ partition: number; position: bigint }> {
    if (isOpen(ctx)) throw new TypeError('a transaction is open: what waits for the network would hold its connection and its locks');
    if (ctx.tenantId !== batch.tenantId) throw new Forbidden('A batch is appended in its own tenant’s name.', { slug: 'telemetry_log.other_tenant' });
    const partition = this.partitionOf(batch.tenantId, batch.sourceId);
    return inAppendSpan('kafka', partition, batch, async (traced) => ({ partition, position: await this.write(partition, traced) }));
  }

  private async write(partition: number, batch: TelemetryBatch): Promise<bigint> {
    const bytes = batch.body.length;
    if (this.queuedBytes + bytes > MOST_QUEUED_BYTES) throw new Unavailable('Too much waits for the telemetry log.', { slug: 'telemetry_log.busy', retryAfterSec: 5 });
    this.queuedBytes += bytes;
    try {
      const position = (await this.queues[partition].add(recordOf(batch), bytes)) + 1n;
      this.waiting.add(partition, { position, tenantId: batch.tenantId, bytes });
      return position;
    } catch (cause) {
      throw away(cause, 'telemetry_log.unavailable');
    } finally {
      this.queuedBytes -= bytes;
    }
  }

  /** Exact for what this writer appended; what other doors wrote is reckoned from the reader's average. */
  async backlog(ctx: TenantContext): Promise<{ tenantBytes: number; totalBytes: number }> {
    try {
      return this.waiting.count(ctx.tenantId, await this.look.next());
    } catch (cause) {
      throw away(cause, 'telemetry_log.unavailable');
    }
  }

  private async reaches(): Promise<Reach[]> {
    // The end is asked for after the position, else a reader that is quick between the two would be ahead of the end.
    const [{ partitions }] = await this.admin.ask((admin) => admin.fetchOffsets({ groupId: telemetryGroup(this.connection), topics: [this.topic] }));
    const bounds = await this.admin.bounds(this.topic);
    return [...bounds].map(([partition, { low, high }]) => {
      const told = partitions.find((each) => each.partition === partition);
      const committed = told === undefined ? 0n : BigInt(told.offset);
      return { partition, committed: committed > low ? committed : low, end: high, averageBytes: averageTold(told?.metadata) };
    });
  }
}
