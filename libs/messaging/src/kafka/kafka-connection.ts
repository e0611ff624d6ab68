import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
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
