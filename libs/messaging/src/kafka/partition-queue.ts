import type { Message } from 'kafkajs';
import { refusalOf } from './kafka-sender';

/** One send carries at most this many bytes, unless a single record is larger. */
const MOST_BYTES = 1_048_576;

interface Entry {
  readonly message: Message;
  readonly bytes: number;
  done(offset: bigint): void;
  failed(error: unknown): void;
}

/**
 * The appends of one partition, in order, one send at a time; what arrives meanwhile shares the next send. When the broker gives no answer
 * all that waits fails with it: every one of them has waited as long as its sender can be expected to.
 */
export class PartitionQueue {
  private waiting: Entry[] = [];
  private sending?: Promise<void>;

  /** `send` answers the offset of the first message that it was given. */
  constructor(private readonly send: (messages: readonly Message[]) => Promise<bigint>) {}

  add(message: Message, bytes: number): Promise<bigint> {
    return new Promise((done, failed) => {
      this.waiting.push({ message, bytes, done, failed });
      this.sending ??= this.drain().finally(() => { this.sending = undefined; });
    });
  }

  async idle(): Promise<void> {
    await this.sending;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const together = this.take();
      try {
        const first = await this.send(together.map(({ message }) => message));
        together.forEach(({ done }, index) => done(first + BigInt(index)));
      } catch (error) {
        const isRefused = isOfTheRecord(error);
        // Of several records nobody knows which one was too large: each gets its own answer.
        if (isRefused && together.length > 1) await this.oneByOne(together);
        else for (const { failed } of isRefused ? together : [...together, ...this.waiting.splice(0)]) failed(error);
      }
    }
  }

  private async oneByOne(entries: readonly Entry[]): Promise<void> {
    for (const { message, done, failed } of entries) await this.send([message]).then(done, failed);
  }

  private take(): Entry[] {
    let bytes = 0;
    const end = this.waiting.findIndex((entry, index) => {
      bytes += entry.bytes;
      return index > 0 && bytes > MOST_BYTES;
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }
}

/** The broker answered, and refused what it was sent: no other record has to wait for that. */
const isOfTheRecord = (error: unknown): boolean => ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(refusalOf(error));
