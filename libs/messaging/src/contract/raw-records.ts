import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Admin, type Consumer, type EachMessagePayload } from 'kafkajs';

const LOOK_AGAIN_MS = 25;
const WITHIN_MS = 60_000;

/** A record as it lies in a topic: nothing of it is understood here. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

/** What a test writes past every producer of ours. */
export type ForgedRecord = Pick<RawRecord, 'topic' | 'key' | 'headers'> & { readonly value: Buffer | string; readonly partition?: number };

/** Every record of every topic of an installation, from the beginning of each partition on, read by Kafka's own client and by none of our code. For tests. */
export class RawRecords {
  private readonly seen: RawRecord[] = [];
  /** Where each partition goes on, by topic and partition. */
  private readonly next = new Map<string, bigint>();

  private constructor(private readonly kafka: Kafka, private readonly admin: Admin, private readonly consumer: Consumer, readonly topics: readonly string[]) {}

  /** The topics are those that exist by now. */
  static async open(brokers: readonly string[], prefix = 'yagura.'): Promise<RawRecords> {
    const kafka = new Kafka({ clientId: 'raw-records', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const [admin, consumer] = [kafka.admin(), kafka.consumer({ groupId: `raw-records-${randomUUID()}`, allowAutoTopicCreation: false })];
    await Promise.all([admin.connect(), consumer.connect()]);
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix)).sort();
    const records = new RawRecords(kafka, admin, consumer, topics);
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage: (payload) => Promise.resolve(records.take(payload)) });
    return records;
  }

  /** All that was written before this was asked. */
  async all(): Promise<readonly RawRecord[]> {
    const ends = (await Promise.all(this.topics.map(async (topic) => (await this.admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({ topic, partition, low: BigInt(low), high: BigInt(high) }))))).flat();
    for (const end = performance.now() + WITHIN_MS; ;) {
      const missing = ends.filter(({ topic, partition, low, high }) => high > low && (this.next.get(`${topic}/${partition}`) ?? 0n) < high);
      if (missing.length === 0) return [...this.seen];
      if (performance.now() > end) throw new RangeError(`not all records were read: ${missing.map(({ topic, partition }) => `${topic}/${partition}`).join(', ')}`);
      await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
    }
  }

  /** Writes a record as somebody could who reached the brokers. */
  async forge({ topic, key, headers, value, partition }: ForgedRecord): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [{ key, value, headers: { ...headers }, partition }] });
    await producer.disconnect();
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.disconnect(), this.admin.disconnect()]);
  }

  private take({ topic, partition, message: { offset, key, headers, value } }: EachMessagePayload): void {
    const told = Object.entries(headers ?? {}).flatMap(([name, each]) => [each].flat().map((one) => [name, one?.toString() ?? ''] as const));
    this.seen.push({ topic, partition, offset, key: key?.toString() ?? '', headers: Object.fromEntries(told), value: value ?? Buffer.alloc(0) });
    this.next.set(`${topic}/${partition}`, BigInt(offset) + 1n);
  }
}
