import { Kafka, logLevel, type Admin, type KafkaConfig, type LogEntry } from 'kafkajs';
import { Unavailable } from '@yagura/kernel';
import type { ConsumerLog } from '../consumer-runtime';

/** How one process reaches the brokers. Shared by both lanes; a process makes one and hands it to each adapter that it needs. */
export interface KafkaConnection {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Name of the service, shown in the brokers' logs and quotas. */
  readonly clientId: string;
  readonly log: ConsumerLog;
  /** Begins the name of every topic and group; default `yagura`. */
  readonly prefix?: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Copies of each record of a topic that this process creates; default three, or one per broker when there are fewer. */
  readonly replicas?: number;
  /** How long one try to store waits for a broker that is away, in milliseconds; default about fifteen seconds. */
  readonly patienceMs?: number;
}

const LOOK_EVERY_MS = 100;
const LEADERS_WITHIN_MS = 30_000;
/** What kafkajs tells at every start and repairs by itself: known noise, not news. */
const NOISE = [/group coordinator is not available/i, /coordinator is loading/i, /EoS guarantees/, /group is rebalancing/i];

export const nameOf = (connection: KafkaConnection, name: string): string => `${connection.prefix ?? 'yagura'}.${name}`;

/** A client of the brokers. Its own words go to the log without what it says of records. */
export function kafkaOf(connection: KafkaConnection): Kafka {
  return new Kafka({
    clientId: connection.clientId, brokers: [...connection.brokers], ssl: connection.ssl, sasl: connection.sasl,
    connectionTimeout: 3_000, requestTimeout: 15_000, retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 10 },
    logLevel: logLevel.WARN, logCreator: () => (entry) => tell(connection.log, entry),
  });
}

function tell(log: ConsumerLog, { level, namespace, log: { message, error } }: LogEntry): void {
  if (NOISE.some((noise) => noise.test(message))) return;
  // kafkajs calls every failed try an error; whether it is one is said by whoever waits for the answer.
  if (level <= logLevel.WARN) log.warn({ part: namespace, error: String(error ?? '') }, `kafka: ${message}`);
}

/** The failure of an adapter that cannot reach its brokers, or that they refuse. */
export const away = (cause: unknown, slug: string): Unavailable => new Unavailable('Kafka does not answer.', { slug, retryAfterSec: 5, cause });

/** What a topic must be like. Existing topics are left as their operator made them. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Creates the topics that are missing and waits until each partition of every one has a leader. A client that may not create topics needs
 * them to exist; it throws Unavailable naming the first that does not.
 */
export async function ensureTopics(admin: Admin, connection: KafkaConnection, plans: readonly TopicPlan[]): Promise<void> {
  const known = new Set(await admin.listTopics());
  const missing = plans.filter(({ topic }) => !known.has(topic));
  if (missing.length > 0) await create(admin, connection, missing).catch((error: unknown) => connection.log.warn({ reason: String(error) }, 'topics could not be created'));
  const end = performance.now() + LEADERS_WITHIN_MS;
  while (!await haveLeaders(admin, plans)) {
    if (performance.now() > end) throw new Unavailable('A topic is missing or has no leader.', { slug: 'kafka.topic_missing', retryAfterSec: 5 });
    await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
  }
}

async function create(admin: Admin, { replicas }: KafkaConnection, plans: readonly TopicPlan[]): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const copies = replicas ?? Math.min(3, brokers.length);
  await admin.createTopics({
    // Waiting for leaders here can throw on a cluster of three while it still spreads the news.
    waitForLeaders: false,
    topics: plans.map(({ topic, partitions, settings }) => ({
      topic, numPartitions: partitions, replicationFactor: copies,
      configEntries: Object.entries({ 'min.insync.replicas': `${Math.max(1, copies - 1)}`, ...settings }).map(([name, value]) => ({ name, value })),
    })),
  });
}

async function haveLeaders(admin: Admin, plans: readonly TopicPlan[]): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: plans.map(({ topic }) => topic) });
    return topics.length === plans.length && topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
  } catch {
    // A topic that one broker has created is unknown to another for a moment.
    return false;
  }
}

/** How many partitions a topic has, from its metadata: every process must reckon with the same number. */
export async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0].partitions.length;
}
