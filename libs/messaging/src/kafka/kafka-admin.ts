import type { Admin, Kafka } from 'kafkajs';

const TRY_AGAIN_MS = 250;
const PATIENCE_MS = 8_000;

/** Offsets of a partition: of its first record, and behind its last. */
export interface Bounds { readonly low: bigint; readonly high: bigint }

/**
 * Questions to the brokers. kafkajs keeps asking a former leader for offsets until its metadata is five minutes old; so a question that fails
 * is asked again by a client that knows nothing yet, for as long as a change of leaders takes.
 */
export class KafkaAdmin {
  private current?: Promise<Admin>;
  private closed = false;

  constructor(private readonly kafka: Kafka) {}

  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const opening = this.opened();
      try {
        return await question(await opening);
      } catch (error) {
        this.forget(opening);
        if (this.closed || performance.now() > end) throw error;
        await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN_MS); });
      }
    }
  }

  /** By partition. */
  async bounds(topic: string): Promise<Map<number, Bounds>> {
    const found = await this.ask((admin) => admin.fetchTopicOffsets(topic));
    return new Map(found.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
  }

  /** How many partitions a topic has, from its metadata: every process must reckon with the same number. */
  async partitionsOf(topic: string): Promise<number> {
    const { topics } = await this.ask((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    return topics[0].partitions.length;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.current?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private opened(): Promise<Admin> {
    this.current ??= this.open();
    return this.current;
  }

  private async open(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 3 } });
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      await admin.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private forget(opening: Promise<Admin>): void {
    if (this.current === opening) this.current = undefined;
    void opening.then((admin) => admin.disconnect()).catch(() => undefined);
  }
}
