import { nameOf, type KafkaConnection } from './kafka-connection';
import type { TopicPlan } from './kafka-topics';

/** What both sides of the telemetry log agree on. */
export interface KafkaTelemetryOptions {
  /** Partitions when the topic is created, default twelve; an existing topic keeps its own number. */
  readonly partitions?: number;
}

/** A body of ten MiB, the door's limit, with its headers. */
const LARGEST_RECORD = 10 * 1_048_576 + 65_536;

/**
 * The topic of the telemetry log. Nothing expires by itself: the reader trims what was processed, so that an outage of detection costs
 * disk and never a record. The broker's clock dates the records, because the replay window is reckoned from it.
 */
export const telemetryTopic = (connection: KafkaConnection, { partitions = 12 }: KafkaTelemetryOptions = {}): TopicPlan => ({
  topic: nameOf(connection, 'telemetry.raw'), partitions,
  settings: { 'retention.ms': '-1', 'max.message.bytes': `${LARGEST_RECORD}`, 'message.timestamp.type': 'LogAppendTime', 'segment.bytes': `${256 * 1_048_576}` },
});

/** The group whose committed offsets are the positions of the telemetry log. */
export const telemetryGroup = (connection: KafkaConnection): string => nameOf(connection, 'telemetry');
