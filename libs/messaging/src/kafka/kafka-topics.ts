import { Unavailable } from '@yagura/kernel';
import type { KafkaAdmin } from './kafka-admin';
import type { KafkaConnection } from './kafka-connection';

const LOOK_EVERY_MS = 100;
const READY_WITHIN_MS = 60_000;

/** What a topic must be like. Existing topics are left as their operator made them. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Creates the topics that are missing and waits until each partition of every one answers. A client that may not create topics needs them to
 * exist; without one of them it throws Unavailable.
 */
export async function ensureTopics(admin: KafkaAdmin, connection: KafkaConnection, plans: readonly TopicPlan[]): Promise<void> {
  const missing = await missingOf(admin, plans);
  if (missing.length > 0) await create(admin, connection, missing);
  const end = performance.now() + READY_WITHIN_MS;
  while ((await missingOf(admin, plans)).length > 0) {
    if (performance.now() > end) throw new Unavailable('A topic is missing and cannot be created.', { slug: 'kafka.topic_missing', retryAfterSec: 5 });
    await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
  }
  for (const { topic } of missing) await answering(admin, topic, end);
}

/** A leader that the metadata names may not have opened its partition yet: only an answer of its own shows that. */
async function answering(admin: KafkaAdmin, topic: string, end: number): Promise<void> {
  for (;;) {
    try {
      await admin.bounds(topic);
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

async function missingOf(admin: KafkaAdmin, plans: readonly TopicPlan[]): Promise<TopicPlan[]> {
  const known = new Set(await admin.ask((asked) => asked.listTopics()));
  return plans.filter(({ topic }) => !known.has(topic));
}

async function create(admin: KafkaAdmin, { replicas, log }: KafkaConnection, plans: readonly TopicPlan[]): Promise<void> {
  const { brokers } = await admin.ask((asked) => asked.describeCluster());
  const copies = replicas ?? Math.min(3, brokers.length);
  const topics = plans.map(({ topic, partitions, settings }) => ({
    topic, numPartitions: partitions, replicationFactor: copies,
    configEntries: Object.entries({ 'min.insync.replicas': `${Math.max(1, copies - 1)}`, ...settings }).map(([name, value]) => ({ name, value })),
  }));
  // Waiting for leaders here can throw on a cluster of three while it still spreads the news. Another process may create them at the same time.
  await admin.ask((asked) => asked.createTopics({ waitForLeaders: false, topics }))
    .catch((error: unknown) => log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'topics could not be created'));
}
