import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import type { EventEnvelope } from '@yagura/contracts';
import { openedEnvelope } from '../opened-envelope';
import { laneRecordOf } from './domain-record';
import type { KafkaAdmin } from './kafka-admin';
import { nameOf, type KafkaConnection } from './kafka-connection';
import { KafkaGroup, type Slot } from './kafka-group';

const BUFFER_BYTES = 2 * 1_048_576;

/** Every event from the start of this process on, for live feeds: a group of its own that commits nothing, so the broker forgets it with its member. */
export class KafkaLiveFeed {
  private readonly group: KafkaGroup<EventEnvelope>;
  /** Where each partition goes on. */
  private readonly next = new Map<string, bigint>();

  constructor(kafka: Kafka, private readonly admin: KafkaAdmin, connection: KafkaConnection, private readonly topics: readonly string[], private readonly heard: (envelope: EventEnvelope) => void) {
    this.group = new KafkaGroup<EventEnvelope>(kafka, {
      groupId: nameOf(connection, `live.${randomUUID()}`), topics, log: connection.log, bufferBytes: BUFFER_BYTES,
      read: (_, message) => envelopeOf(message), onJoin: () => this.arm(), onRecords: () => this.take(),
    });
  }

  /** Resolves when nothing that is published from now on can be missed. */
  async start(): Promise<void> {
    for (const topic of this.topics) {
      for (const [partition, { high }] of await this.admin.bounds(topic)) this.next.set(`${topic}/${partition}`, high);
    }
    await this.group.start();
  }

  stop(): Promise<void> {
    return this.group.stop();
  }

  private arm(): void {
    for (const slot of this.group.owned()) this.group.arm(slot, this.next.get(keyOf(slot)) ?? 0n);
  }

  private take(): void {
    for (const slot of this.group.owned()) {
      if (!slot.armed || slot.records.length === 0) continue;
      const records = [...slot.records];
      this.next.set(keyOf(slot), slot.next);
      this.group.drop(slot, slot.next);
      for (const { value } of records) this.heard(value);
    }
  }
}

const keyOf = ({ topic, partition }: Slot<unknown>): string => `${topic}/${partition}`;

function envelopeOf(...record: Parameters<typeof laneRecordOf>): EventEnvelope | undefined {
  const told = laneRecordOf(...record);
  return told === undefined ? undefined : openedEnvelope(told);
}
