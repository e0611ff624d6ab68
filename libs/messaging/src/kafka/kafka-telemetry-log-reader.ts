import { EventEmitter } from 'node:events';
import type { Kafka } from 'kafkajs';
import { Unavailable } from '@yagura/kernel';
import type { LoggedBatch, TelemetryLogReader } from '../telemetry-log';
import { KafkaAdmin, type Bounds } from './kafka-admin';
import { away, kafkaOf, type KafkaConnection } from './kafka-connection';
import { KafkaGroup, type Slot } from './kafka-group';
import { telemetryGroup, telemetryTopic, type KafkaTelemetryOptions } from './kafka-telemetry-topic';
import { ensureTopics } from './kafka-topics';
import { SharedLook } from './shared-look';
import { toldAverage } from './told-average';
import { batchOf } from './telemetry-record';

const BUFFER_BYTES = 8 * 1_048_576;
const FETCH_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Reads the telemetry log of a cluster as a member of detection's group. A position is the offset behind a record, so that zero is the
 * beginning and a committed position is the group's committed offset. With several members each reads the partitions that it owns; of the
 * others `fetch` answers nothing, and a commit of a partition that has moved fails, so that its reader starts again from the position.
 */
export class KafkaTelemetryLogReader implements TelemetryLogReader {
  readonly system = 'kafka';
  partitions: readonly number[] = [];
  private readonly bus = new EventEmitter().setMaxListeners(0);
  private readonly kafka: Kafka;
  private readonly admin: KafkaAdmin;
  private readonly group: KafkaGroup<LoggedBatch>;
  private readonly topic: string;
  private readonly look = new SharedLook(() => this.admin.bounds(this.topic));
  /** The slot in which a partition was read last: a new one means that it was in other hands meanwhile. */
  private readonly reading = new Map<number, Slot<LoggedBatch>>();
  private readonly known = new WeakMap<Slot<LoggedBatch>, bigint>();
  private readonly averages = new Map<number, number>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly connection: KafkaConnection, private readonly options: KafkaTelemetryOptions = {}) {
    this.kafka = kafkaOf(connection);
    this.admin = new KafkaAdmin(this.kafka);
    this.topic = telemetryTopic(connection).topic;
    this.group = new KafkaGroup(this.kafka, {
      groupId: telemetryGroup(connection), topics: [this.topic], log: connection.log, bufferBytes: BUFFER_BYTES, onRecords: () => this.bus.emit('arrival'),
      read: batchOf,
    });
  }

  /** Creates the topic where it is missing and joins the group. Throws Unavailable when the brokers do not answer. */
  async start(): Promise<void> {
    try {
      await ensureTopics(this.admin, this.connection, [telemetryTopic(this.connection, this.options)]);
      this.partitions = Array.from({ length: await this.admin.partitionsOf(this.topic) }, (_, partition) => partition);
      await this.group.start();
    } catch (cause) {
      await this.stop();
      throw cause instanceof Unavailable ? cause : away(cause, 'telemetry_log.unavailable');
    }
    this.timer = setInterval(() => this.bus.emit('arrival'), LOOK_AGAIN_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.group.stop();
    await this.admin.close();
  }

  async fetch(partition: number, after: bigint, cap: number, capBytes: number): Promise<LoggedBatch[]> {
    const slot = this.group.slot(this.topic, partition);
    if (slot === undefined) return [];
    await this.demandCurrent(slot, after);
    if (!isKept(slot, after) || !isEnough(slot, after, cap, capBytes)) {
      const bounds = (await this.asked(this.look)).get(partition);
      if (bounds === undefined || this.group.slot(this.topic, partition) !== slot) return [];
      await this.aim(slot, after, bounds);
      if (after >= bounds.high) return [];
      await this.gather(slot, { after, cap, capBytes, until: bounds.high });
    }
    this.group.drop(slot, after);
    return this.batchesOf(slot, cap, capBytes);
  }

  async committed(partition: number): Promise<bigint> {
    const slot = this.group.slot(this.topic, partition);
    // Only the owner moves a position, so what it knows of it stays true for as long as the partition is in its hands.
    const known = slot === undefined ? undefined : this.known.get(slot);
    if (known !== undefined) return known;
    const position = (await this.positions()).get(partition) ?? 0n;
    if (slot === undefined || this.group.slot(this.topic, partition) !== slot) return position;
    // A commit may have been made while the broker answered.
    const current = this.known.get(slot) ?? position;
    this.known.set(slot, current);
    return current;
  }

  async commit(partition: number, position: bigint): Promise<void> {
    const slot = this.group.slot(this.topic, partition);
    if (slot === undefined) throw new Unavailable('The partition is in other hands.', { slug: 'telemetry_log.partition_moved' });
    if (position <= await this.committed(partition)) return;
    try {
      await this.group.commit([{ slot, offset: position, metadata: toldAverage(this.averages.get(partition) ?? 0) }]);
      this.known.set(slot, position);
    } catch (error) {
      // It may have been made although its answer was lost.
      this.known.delete(slot);
      throw error;
    }
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  async trim(olderThan: Date): Promise<number> {
    const [positions, bounds] = [await this.positions(), await this.asked(this.look)];
    const old = await this.admin.ask((admin) => admin.fetchTopicOffsetsByTimestamp(this.topic, olderThan.getTime())).catch((cause: unknown) => { throw away(cause, 'telemetry_log.unavailable'); });
    const ends = old.map(({ partition, offset }) => {
      const [position, low, end] = [positions.get(partition) ?? 0n, bounds.get(partition)?.low ?? 0n, BigInt(offset)];
      return { partition, low, end: position < end ? position : end };
    }).filter(({ low, end }) => end > low);
    const until = ends.map(({ partition, end }) => ({ partition, offset: end.toString() }));
    if (until.length > 0) await this.admin.ask((admin) => admin.deleteTopicRecords({ topic: this.topic, partitions: until })).catch((cause: unknown) => { throw away(cause, 'telemetry_log.unavailable'); });
    return ends.reduce((sum, { low, end }) => sum + Number(end - low), 0);
  }

  /** A partition that comes back from other hands may have been read on there: whoever asks from where it was left must look again. */
  private async demandCurrent(slot: Slot<LoggedBatch>, after: bigint): Promise<void> {
    const before = this.reading.get(slot.partition);
    this.reading.set(slot.partition, slot);
    if (before === undefined || before === slot || await this.committed(slot.partition) <= after) return;
    throw new Unavailable('The partition was in other hands meanwhile.', { slug: 'telemetry_log.partition_moved' });
  }

  /** Sees to it that a partition is read from `after` on. */
  private async aim(slot: Slot<LoggedBatch>, after: bigint, { low, high }: Bounds): Promise<void> {
    if (after > high) {
      throw new Unavailable('The telemetry log ends before its position: it was emptied or another one stands in its place.', { slug: 'telemetry_log.behind_its_position' });
    }
    if (low > after && low > await this.committed(slot.partition)) {
      this.connection.log.error({ partition: slot.partition, after: after.toString(), low: low.toString() }, 'records left the telemetry log before they were processed');
    }
    if (isKept(slot, after)) return;
    // Never before the beginning: kafkajs would answer with a commit of its own that moves the group back to the start.
    this.group.arm(slot, after > low ? after : low);
  }

  /** Waits until what was asked for is here, as far as the log had it when it was asked. */
  private async gather(slot: Slot<LoggedBatch>, { after, cap, capBytes, until }: { after: bigint; cap: number; capBytes: number; until: bigint }): Promise<void> {
    const end = performance.now() + FETCH_WITHIN_MS;
    this.group.drop(slot, after);
    while (slot.next < until && !isEnough(slot, after, cap, capBytes) && this.group.slot(this.topic, slot.partition) === slot) {
      if (performance.now() > end) {
        if (slot.records.length > 0) return;
        throw new Unavailable('The telemetry log does not bring its records.', { slug: 'telemetry_log.unavailable', retryAfterSec: 5 });
      }
      await this.group.change(Math.max(1, end - performance.now()));
    }
  }

  private batchesOf(slot: Slot<LoggedBatch>, cap: number, capBytes: number): LoggedBatch[] {
    if (this.group.slot(this.topic, slot.partition) !== slot) return [];
    const found: LoggedBatch[] = [];
    let bytes = 0;
    for (const record of slot.records) {
      if (found.length === cap || (found.length > 0 && bytes >= capBytes)) break;
      found.push(record.value);
      bytes += record.bytes;
    }
    if (found.length > 0) this.averages.set(slot.partition, bytes / found.length);
    return found;
  }

  private async positions(): Promise<Map<number, bigint>> {
    try {
      const [{ partitions }] = await this.admin.ask((admin) => admin.fetchOffsets({ groupId: telemetryGroup(this.connection), topics: [this.topic] }));
      // Minus one and minus two say "none yet" and "from the start".
      return new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset) > 0n ? BigInt(offset) : 0n]));
    } catch (cause) {
      throw away(cause, 'telemetry_log.unavailable');
    }
  }

  private async asked<T>(look: SharedLook<T>): Promise<T> {
    try {
      return await look.next();
    } catch (cause) {
      throw away(cause, 'telemetry_log.unavailable');
    }
  }
}

/** True when what lies behind a position is kept, or is the next to come. */
function isKept(slot: Slot<LoggedBatch>, after: bigint): boolean {
  if (!slot.armed) return false;
  const first = slot.records.length > 0 ? slot.records[0].offset : slot.next;
  return after >= first && after <= slot.next;
}

function isEnough(slot: Slot<LoggedBatch>, after: bigint, cap: number, capBytes: number): boolean {
  if (!slot.armed) return false;
  let [count, bytes] = [0, 0];
  for (const record of slot.records) {
    if (record.offset < after) continue;
    count += 1;
    bytes += record.bytes;
    if (count >= cap || bytes >= capBytes) return true;
  }
  return slot.paused;
}
