import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PreconditionFailed, Unavailable } from '@yagura/kernel';
import { ToldScript } from '@yagura/runtime';

/** The script that people use, beside the command line in a checkout. */
const SCRIPT = join(__dirname, '..', '..', '..', '..', 'deploy', 'native', 'kafka', 'start.mjs');

/** Brokers of one measurement on loopback, empty at their start and gone with it. */
export interface NativeKafka {
  readonly brokers: readonly string[];
  /** Id of the script’s process: its CPU and memory are the brokers’, with all that stands below it. */
  readonly pid: number;
  /** Ends a broker as kill -9 does; its records stay on its disk. Brokers count from 1. */
  kill(broker: number): Promise<void>;
  /** Brings a killed broker back; resolves when the cluster knows it again. */
  start(broker: number): Promise<void>;
  /** The broker that leads a partition now. */
  leader(topic: string, partition: number): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts one broker, or three. When this process ends, the script’s input ends and so do the brokers. Throws PreconditionFailed (`bench.no_kafka`)
 * where a broker cannot be started, and Unavailable when the script ends early.
 */
export async function startNativeKafka(brokers: 1 | 3 = 1): Promise<NativeKafka> {
  if (!existsSync(SCRIPT)) throw new PreconditionFailed('Brokers are started by deploy/native/kafka of a checkout, and this is none; name running ones with --kafka-brokers.', { slug: 'bench.no_kafka' });
  const script = new ToldScript('Kafka', SCRIPT, ['--brokers', `${brokers}`]);
  const { brokers: addresses } = await script.ready();
  if (!Array.isArray(addresses)) throw new Unavailable('The brokers did not tell their addresses.', { slug: 'bench.kafka' });
  return {
    brokers: addresses.map(String), pid: script.pid, leader: async (topic, partition) => Number((await script.order(`leader ${topic}/${partition}`))['leader']),
    kill: async (broker) => { await script.order(`kill ${broker}`); }, start: async (broker) => { await script.order(`start ${broker}`); },
    stop: () => script.stop(),
  };
}
