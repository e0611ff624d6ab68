import type { Kafka } from 'kafkajs';
import type { LaneRecord } from '../domain-events';
import { laneRecordOf } from './domain-record';
import type { Bounds, KafkaAdmin } from './kafka-admin';
import type { KafkaConnection } from './kafka-connection';
import { KafkaGroup, type Kept, type Slot } from './kafka-group';

const BUFFER_BYTES = 2 * 1_048_576;
/** A repeated batch of the relay lies at most this many records behind its first telling. */
const REMEMBERED_IDS = 1_000;
const TRY_AGAIN_MS = 1_000;

interface Given { readonly slot: Slot<LaneRecord>; readonly offset: bigint; readonly record: LaneRecord }

/**
 * One consumer group's view of the domain lane. Records of several partitions are put into the order of their places as far as they have
 * arrived; within a partition, and so within a key, the order of the log stands. What was given stays until it is committed.
 */
export class KafkaLaneReader {
  private readonly group: KafkaGroup<LaneRecord>;
  private readonly recent = new Map<Slot<LaneRecord>, Set<string>>();
  private given: Given[] = [];

  constructor(kafka: Kafka, private readonly admin: KafkaAdmin, private readonly connection: KafkaConnection, private readonly groupId: string,
    private readonly topics: readonly string[], private readonly onArrival: () => void) {
    this.group = new KafkaGroup<LaneRecord>(kafka, {
      groupId, topics, log: connection.log, bufferBytes: BUFFER_BYTES, read: (_, message) => laneRecordOf(message),
      onJoin: () => void this.arm(), onRecords: () => this.onArrival(),
    });
  }

  start(): Promise<void> {
    return this.group.start();
  }

  stop(): Promise<void> {
    return this.group.stop();
  }

  /** The next records, in order; the same again until they are committed. */
  fetch(cap: number): LaneRecord[] {
    const heads = this.group.owned().map((slot) => ({ slot, records: this.fresh(slot), at: 0 }));
    const given: Given[] = [];
    while (given.length < cap) {
      const next = heads.filter(({ records, at }) => at < records.length).reduce<(typeof heads)[number] | undefined>(
        (first, head) => (first === undefined || head.records[head.at].value.position < first.records[first.at].value.position ? head : first), undefined);
      if (next === undefined) break;
      const { offset, value } = next.records[next.at];
      given.push({ slot: next.slot, offset, record: value });
      next.at += 1;
    }
    this.given = given;
    return given.map(({ record }) => record);
  }

  /** Moves the group behind what it was given up to a place; a place that was not given last changes nothing. */
  async commit(position: bigint): Promise<void> {
    const last = this.given.findLastIndex(({ record }) => record.position === position);
    if (last === -1) return;
    const done = this.given.splice(0, last + 1);
    const ends = new Map<Slot<LaneRecord>, bigint>();
    for (const { slot, offset } of done) ends.set(slot, offset + 1n);
    const moves = [...ends].filter(([slot]) => this.group.slot(slot.topic, slot.partition) === slot).map(([slot, offset]) => ({ slot, offset }));
    if (moves.length === 0) return;
    await this.group.commit(moves);
    for (const { slot, offset } of done) this.remember(slot, slot.records.find((kept) => kept.offset === offset)?.value.id);
    for (const { slot, offset } of moves) this.group.drop(slot, offset);
  }

  /** The records of a slot without those that the relay told a second time. */
  private fresh(slot: Slot<LaneRecord>): Kept<LaneRecord>[] {
    const seen = new Set(this.recent.get(slot));
    return slot.records.filter(({ value }) => !seen.has(value.id) && seen.add(value.id));
  }

  private remember(slot: Slot<LaneRecord>, id: string | undefined): void {
    if (id === undefined) return;
    const known = this.recent.get(slot) ?? new Set<string>();
    known.add(id);
    if (known.size > REMEMBERED_IDS) known.delete([...known][0]);
    this.recent.set(slot, known);
  }

  /** After a change of hands each partition is read from the group's offset; one that has none from the beginning. */
  private async arm(): Promise<void> {
    this.given = [];
    this.recent.clear();
    const slots = this.group.owned();
    for (;;) {
      if (this.group.owned().every((slot) => !slots.includes(slot))) return;
      try {
        const starts = await this.starts();
        for (const slot of slots) this.group.arm(slot, starts.get(`${slot.topic}/${slot.partition}`) ?? 0n);
        return;
      } catch (error) {
        this.connection.log.warn({ group: this.groupId, reason: String(error) }, 'the positions of a group could not be read; trying again');
        await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN_MS); });
      }
    }
  }

  private async starts(): Promise<Map<string, bigint>> {
    const starts = new Map<string, bigint>();
    const positions = await this.admin.ask((admin) => admin.fetchOffsets({ groupId: this.groupId, topics: [...this.topics] }));
    for (const { topic, partitions } of positions) {
      const bounds = await this.admin.bounds(topic);
      for (const { partition, offset } of partitions) {
        const found = bounds.get(partition);
        if (found !== undefined) starts.set(`${topic}/${partition}`, this.startOf(topic, partition, BigInt(offset), found));
      }
    }
    return starts;
  }

  private startOf(topic: string, partition: number, committed: bigint, { low, high }: Bounds): bigint {
    if (committed < 0n || (committed >= low && committed <= high)) return committed < low ? low : committed;
    this.connection.log.error({ group: this.groupId, topic, partition, committed: committed.toString(), low: low.toString(), high: high.toString() },
      'the position of a group lies outside its topic, which was emptied or expired; it is read from its beginning');
    return low;
  }
}
