/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import type { Told } from '@yagura/runtime';
import { lackOf, NativeServer } from './native-server';
import { sharedServer } from './shared-servers';

/** A real Kafka of one or three brokers on loopback, empty at its start and gone with its process. */
export interface KafkaServer {
  readonly brokers: readonly string[];
  /** Ends a broker as kill -9 does; its records stay on its disk. */
  kill(broker: number): Promise<void>;
  /** Brings a killed broker back; resolves when the cluster knows it again. */
  start(broker: number): Promise<void>;
  stop(): Promise<void>;
}

/** One broker that all spec files of a run use. Names begin with `prefix`, so that nobody meets the topics and groups of another. */
export interface SharedKafka {
  readonly brokers: readonly string[];
  readonly prefix: string;
}

/** `describe` where a broker can be started, else a skipped suite whose name says what is missing. */
export function describeWithKafka(title: string, body: () => void): void {
  const missing = lackOf('kafka');
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}

/** Brokers of the caller's own, for tests that kill one. */
export async function startKafka({ brokers = 1 } = {}): Promise<KafkaServer> {
  const server = new NativeServer('kafka', ['--brokers', `${brokers}`]);
  return {
    brokers: brokersIn(await server.start()), kill: (broker) => server.order(`kill ${broker}`), start: (broker) => server.order(`start ${broker}`), stop: () => server.stop(),
  };
}

/** The broker of this run, started when the first asks; each answer has a prefix of its own. */
export async function sharedKafka(): Promise<SharedKafka> {
  return { brokers: brokersIn(await sharedServer('kafka')), prefix: `spec-${randomUUID()}` };
}

function brokersIn({ brokers }: Told): string[] {
  if (!Array.isArray(brokers)) throw new TypeError('the broker did not tell its address');
  return brokers.map(String);
}
