import { EventEmitter } from 'node:events';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { Unavailable } from '@yagura/kernel';
import type { ConsumerLog } from '../consumer-runtime';
import { away } from './kafka-connection';

/** Long polls end after this, so that a seek and a stop take effect soon. */
const POLL_MS = 250;
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
const REOPEN_MS = 2_000;
const STOP_WITHIN_MS = 10_000;
const JOIN_WITHIN_MS = 60_000;

/** A record that its reader understood. */
export interface Kept<T> {
  readonly offset: bigint;
  readonly bytes: number;
  readonly value: T;
}

export interface GroupOptions<T> {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly log: ConsumerLog;
  /** A partition is paused while more than this waits for its reader. */
  readonly bufferBytes: number;
  /** Told after every change of hands, with nothing armed: the reader says from where each partition is read. */
  readonly onJoin?: () => void;
  readonly onRecords: () => void;
  /** Understands a record; one that gives undefined was written by nobody of ours, is told to the log and passed over. */
  readonly read: (partition: number, message: KafkaMessage) => T | undefined;
}

/** One partition that this member owns. `records` are those before `next` that were read and not dropped, in order. */
export interface Slot<T> {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
  records: Kept<T>[];
  bytes: number;
  armed: boolean;
  paused: boolean;
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
const total = (records: readonly { readonly bytes: number }[]): number => records.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * A member of a consumer group that its reader pulls from. kafkajs pushes: what it brings is kept per partition until the reader drops it,
 * nothing is resolved or committed on its own, and a partition whose reader is slow is paused, so that heartbeats go on and nobody else
 * waits. After every change of hands the slots are new and empty; whoever still holds records of an old one cannot commit them.
 */
export class KafkaGroup<T> {
  private readonly slots = new Map<string, Slot<T>>();
  private readonly committed = new Map<string, string>();
  private readonly bus = new EventEmitter().setMaxListeners(0);
  private consumer: Consumer;
  private stopped = false;

  constructor(private readonly kafka: Kafka, private readonly options: GroupOptions<T>) {
    this.consumer = this.newConsumer();
  }

  /** Resolves when the group has been joined for the first time; throws Unavailable when the brokers do not let it in. */
  async start(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const joined = new Promise<void>((resolve, reject) => {
      this.bus.once('join', resolve);
      timer = setTimeout(() => reject(new Unavailable('The brokers let nobody into the group.', { slug: 'kafka.not_joined', retryAfterSec: 5 })), JOIN_WITHIN_MS);
    });
    try {
      await Promise.all([this.run(), joined]);
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.slots.clear();
    this.bus.emit('change');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, STOP_WITHIN_MS); });
    await Promise.race([this.consumer.disconnect().catch(() => undefined), late]);
    clearTimeout(timer);
  }

  owned(): Slot<T>[] {
    return [...this.slots.values()];
  }

  slot(topic: string, partition: number): Slot<T> | undefined {
    return this.slots.get(keyOf(topic, partition));
  }

  /** Forgets what is kept of a partition and reads it from an offset, which must exist or be the next to be written. */
  arm(slot: Slot<T>, offset: bigint): void {
    if (!this.isLive(slot)) return;
    Object.assign(slot, { next: offset, records: [], bytes: 0, armed: true });
    const { topic, partition } = slot;
    this.consumer.seek({ topic, partition, offset: offset.toString() });
    this.setPaused(slot, false);
  }

  /** Lets go of the records before an offset. */
  drop(slot: Slot<T>, before: bigint): void {
    const kept = slot.records.findIndex(({ offset }) => offset >= before);
    const gone = slot.records.splice(0, kept === -1 ? slot.records.length : kept);
    slot.bytes -= total(gone);
    if (slot.armed && this.isLive(slot) && slot.bytes < this.options.bufferBytes) this.setPaused(slot, false);
  }

  /** Resolves at the next arrival or change of hands, or after `ms`. */
  async change(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.bus.off('change', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.bus.on('change', done);
    });
  }

  /**
   * Moves the group's offset to the next one to be read. Throws Unavailable when the partition is in other hands by now, or the broker is
   * away: whatever was handled comes again.
   */
  async commit(moves: readonly { readonly slot: Slot<T>; readonly offset: bigint; readonly metadata?: string }[]): Promise<void> {
    if (moves.some(({ slot }) => !this.isLive(slot))) throw new Unavailable('The partition is in other hands.', { slug: 'kafka.partition_moved' });
    try {
      await this.consumer.commitOffsets(moves.map(({ slot: { topic, partition }, offset, metadata }) => ({ topic, partition, offset: offset.toString(), metadata })));
    } catch (cause) {
      throw away(cause, 'kafka.not_committed');
    }
    // kafkajs answers a commit of a stopped runner as if it had been made.
    const isMade = moves.every(({ slot, offset }) => this.committed.get(keyOf(slot.topic, slot.partition)) === offset.toString());
    if (!isMade) throw new Unavailable('The position was not taken by the broker.', { slug: 'kafka.not_committed' });
  }

  private isLive(slot: Slot<T>): boolean {
    return this.slots.get(keyOf(slot.topic, slot.partition)) === slot;
  }

  private newConsumer(): Consumer {
    const consumer = this.kafka.consumer({
      groupId: this.options.groupId, allowAutoTopicCreation: false, sessionTimeout: SESSION_MS, heartbeatInterval: HEARTBEAT_MS, maxWaitTimeInMs: POLL_MS,
      maxBytesPerPartition: 2 * 1_048_576,
    });
    const { GROUP_JOIN, REBALANCING, CRASH, STOP, COMMIT_OFFSETS } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => this.joined(consumer, payload.memberAssignment));
    consumer.on(REBALANCING, () => this.left());
    consumer.on(STOP, () => this.left());
    consumer.on(CRASH, ({ payload }) => { if (!payload.restart) void this.reopen(payload.error); });
    consumer.on(COMMIT_OFFSETS, ({ payload }) => {
      for (const { topic, partitions } of payload.topics) for (const { partition, offset } of partitions) this.committed.set(keyOf(topic, partition), offset.toString());
    });
    return consumer;
  }

  private async run(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 1, eachBatch: (payload) => Promise.resolve(this.take(payload)) });
  }

  /** kafkajs restarts itself after what it thinks passes; the rest, such as a refused sign-in, may be repaired by an operator as well. */
  private async reopen(reason: Error): Promise<void> {
    this.left();
    this.options.log.error({ group: this.options.groupId, reason: reason.name }, 'a reader of Kafka ended and is opened again');
    while (!this.stopped) {
      await new Promise((resolve) => { setTimeout(resolve, REOPEN_MS); });
      if (this.stopped) return;
      this.consumer = this.newConsumer();
      try {
        await this.run();
        return;
      } catch (error) {
        this.options.log.warn({ group: this.options.groupId, reason: String(error) }, 'a reader of Kafka could not be opened');
        await this.consumer.disconnect().catch(() => undefined);
      }
    }
  }

  private joined(consumer: Consumer, assignment: Readonly<Record<string, readonly number[]>>): void {
    if (consumer !== this.consumer || this.stopped) return;
    this.slots.clear();
    this.committed.clear();
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const slot: Slot<T> = { topic, partition, next: -1n, records: [], bytes: 0, armed: false, paused: false };
        this.slots.set(keyOf(topic, partition), slot);
        this.setPaused(slot, true);
      }
    }
    this.bus.emit('join');
    this.options.onJoin?.();
    this.heard();
  }

  private left(): void {
    this.slots.clear();
    this.heard();
  }

  private heard(): void {
    this.bus.emit('change');
    this.options.onRecords();
  }

  private take({ batch, resolveOffset, isStale }: EachBatchPayload): void {
    const slot = this.slot(batch.topic, batch.partition);
    if (slot === undefined || !slot.armed || isStale() || batch.messages.length === 0) return;
    // Offsets before the seek come with the record batch that holds it; older ones than what is kept belong to a fetch of before.
    const fresh = batch.messages.filter(({ offset }) => BigInt(offset) >= slot.next);
    if (fresh.length === 0) return;
    const kept = fresh.map((message) => this.kept(slot, message)).filter((record) => record !== undefined);
    slot.records.push(...kept);
    slot.bytes += total(kept);
    slot.next = BigInt(fresh[fresh.length - 1].offset) + 1n;
    resolveOffset(batch.messages[batch.messages.length - 1].offset);
    if (slot.bytes >= this.options.bufferBytes) this.setPaused(slot, true);
    this.heard();
  }

  private kept({ topic, partition }: Slot<T>, message: KafkaMessage): Kept<T> | undefined {
    const value = this.options.read(partition, message);
    if (value !== undefined) return { offset: BigInt(message.offset), bytes: message.value?.length ?? 0, value };
    this.options.log.error({ topic, partition, offset: message.offset }, 'a record that nobody of ours wrote is passed over');
    return undefined;
  }

  private setPaused(slot: Slot<T>, paused: boolean): void {
    if (slot.paused === paused) return;
    slot.paused = paused;
    const { topic, partition } = slot;
    if (paused) this.consumer.pause([{ topic, partitions: [partition] }]);
    else this.consumer.resume([{ topic, partitions: [partition] }]);
  }
}
