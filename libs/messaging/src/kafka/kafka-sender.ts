import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
const DEFAULT_PATIENCE_MS = 15_000;

interface Opened { readonly producer: Producer; sends: number; isSpent: boolean }

/**
 * Sends to one partition at a time with `acks=all` and an idempotent producer. Two rules keep kafkajs from losing what it acknowledged.
 * Every send names exactly one partition: a send over several can skip records when a leader changes on the way. And a producer that gave
 * up on a send is not used again: it takes back its sequence number, so that the next records would bear the number of those that the
 * broker may have stored, be taken for their repetition and be acknowledged without being kept.
 */
export class KafkaSender {
  private current?: Promise<Opened>;
  private closing?: Promise<void>;

  constructor(private readonly kafka: Kafka, private readonly patienceMs = DEFAULT_PATIENCE_MS) {}

  /** Connects, so that a process that cannot reach its brokers fails at its start. */
  async open(): Promise<void> {
    await this.opened();
  }

  /** Answers the offset of the first message. The caller keeps one send in flight per partition. */
  async send(topic: string, partition: number, messages: readonly Message[]): Promise<bigint> {
    const opened = await this.opened();
    opened.sends += 1;
    try {
      const [told] = await opened.producer.send({ topic, acks: -1, messages: messages.map((message) => ({ ...message, partition })) });
      if (told?.baseOffset === undefined) throw new RangeError('the broker named no offset');
      return BigInt(told.baseOffset);
    } catch (error) {
      this.spend(opened);
      throw error;
    } finally {
      opened.sends -= 1;
      if (opened.isSpent && opened.sends === 0) await opened.producer.disconnect().catch(() => undefined);
    }
  }

  close(): Promise<void> {
    this.closing ??= (async () => { await (await this.current)?.producer.disconnect(); })().catch(() => undefined);
    return this.closing;
  }

  private opened(): Promise<Opened> {
    if (this.current !== undefined) return this.current;
    const opening = this.connect();
    this.current = opening;
    opening.catch(() => { if (this.current === opening) this.current = undefined; });
    return opening;
  }

  private async connect(): Promise<Opened> {
    const producer = this.kafka.producer({
      idempotent: true, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: FIRST_PAUSE_MS, maxRetryTime: LONGEST_PAUSE_MS, retries: Math.ceil(this.patienceMs / LONGEST_PAUSE_MS) + 3 },
    });
    await producer.connect();
    return { producer, sends: 0, isSpent: false };
  }

  private spend(opened: Opened): void {
    if (opened.isSpent) return;
    opened.isSpent = true;
    this.current = undefined;
  }
}
