import { Partitioners, type Kafka, type Message, type Producer, type ProducerRecord } from 'kafkajs';

const TRY_AGAIN_MS = 250;
const DEFAULT_PATIENCE_MS = 15_000;
/** Answers of the broker that no repetition changes: to the record itself, to who sends it, and to a producer that it knows no longer. */
const FINAL = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED',
  'OUT_OF_ORDER_SEQUENCE_NUMBER', 'INVALID_PRODUCER_EPOCH', 'UNKNOWN_PRODUCER_ID']);

interface Opened { readonly producer: Producer; sends: number; isSpent: boolean }

/**
 * Sends to one partition at a time with `acks=all` and an idempotent producer. Two rules keep kafkajs from losing what it acknowledged.
 * Every send names exactly one partition: a send over several can skip records when a leader changes on the way. And a producer that gave
 * up on a send is not used again: it takes back its sequence number, so that the next records would bear the number of those that the
 * broker may have stored, be taken for their repetition and be acknowledged without being kept. Until it gives up, it repeats the same records
 * under the same number, which is what makes a repetition harmless; kafkajs itself ends its tries when all brokers are away for a moment.
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
      return await this.sendUntilAnswered(opened.producer, { topic, acks: -1, messages: messages.map((message) => ({ ...message, partition })) });
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

  private async sendUntilAnswered(producer: Producer, record: ProducerRecord): Promise<bigint> {
    const end = performance.now() + this.patienceMs;
    for (;;) {
      try {
        const [told] = await producer.send(record);
        if (told?.baseOffset === undefined || told.baseOffset.startsWith('-')) throw new RangeError('the broker named no offset');
        return BigInt(told.baseOffset);
      } catch (error) {
        if (FINAL.has(refusalOf(error)) || performance.now() > end) throw error;
        await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN_MS); });
      }
    }
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
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
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

/** Kafka's own name of why it refused; empty when it was not the broker that spoke. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('type' in error && typeof error.type === 'string') return error.type;
  return refusalOf(error.cause);
}
