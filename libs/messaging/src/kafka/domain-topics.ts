import * as contracts from '@yagura/contracts';
import { KEPT_FOR_EVER } from '../outbox-pruner';
import { nameOf, type KafkaConnection } from './kafka-connection';
import type { TopicPlan } from './kafka-topics';

/** Enough for the members of a group to share; domain events are few beside telemetry. */
const PARTITIONS = 6;
/** Readers of the longest absence still find everything; the outbox keeps its rows beside that. */
const KEPT_MS = 30 * 86_400_000;

const topicIn = (value: unknown): string | undefined =>
  (typeof value === 'object' && value !== null && 'topic' in value && 'owner' in value && typeof value.topic === 'string' ? value.topic : undefined);

/** Every topic of the catalogue of events, sorted. */
export const catalogueTopics = (): string[] => [...new Set(Object.values<unknown>(contracts).map(topicIn).filter((topic) => topic !== undefined))].sort();

/** The topic in Kafka of a topic of the catalogue. */
export const domainTopic = (connection: KafkaConnection, topic: string): string => nameOf(connection, topic);

export const domainTopicPlan = (connection: KafkaConnection, topic: string): TopicPlan => ({
  topic: domainTopic(connection, topic), partitions: PARTITIONS, settings: { 'retention.ms': KEPT_FOR_EVER.includes(topic) ? '-1' : `${KEPT_MS}`, 'segment.bytes': `${64 * 1_048_576}` },
});
