import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Unavailable } from '@yagura/kernel';
import { runApart } from './apart';
import { kafkaFigures, type KafkaFigures } from './kafka-figures';
import type { KafkaRead, KafkaReadJob, KafkaWriteJob, KafkaWritten, Used } from './kafka-job';
import type { NativeKafka } from './native-kafka';

/** Built code, also when this file runs from its source. */
const program = (name: string): string => join(__dirname, '..', '..', 'dist', 'bench', `${name}.js`);
const PLAIN = join(__dirname, '..', '..', '..', '..', 'deploy', 'native', 'kafka', 'plain-load.mjs');
const TOPIC = 'yagura.telemetry.raw';
/** A partition like the others: each has a source that writes without a pause. */
const PARTITION = 0;

export type KafkaLoad = Omit<KafkaWriteJob, 'brokers'>;

/** Bodies through the log by our adapters, the door's side and detection's each in a process of its own. */
export async function benchKafka(brokers: readonly string[], load: KafkaLoad, onBegun?: () => void): Promise<KafkaFigures & { readonly writer: Used; readonly reader: Used; readonly startedAt: number; readonly endedAt: number }> {
  const [written, read] = await Promise.all([
    runApart<KafkaWriteJob, KafkaWritten>(program('kafka-writer'), { brokers, ...load }, onBegun), runApart<KafkaReadJob, KafkaRead>(program('kafka-reader'), { brokers }),
  ]);
  const used = ({ cpuMs, peakRssMb }: Used): Used => ({ cpuMs, peakRssMb });
  return { ...kafkaFigures(written, read), writer: used(written), reader: used(read), startedAt: written.startedAt, endedAt: Math.max(...written.acknowledged.map(({ at }) => at)) };
}

/** A broker's absence; instants are Unix milliseconds. */
export interface Absence {
  readonly broker: number;
  readonly killedAt: number;
  readonly returnedAt: number;
}

/** A quarter of the time after the load began the leader of a busy partition dies as by kill -9; after a half it is started again. */
export async function changeLeader(kafka: NativeKafka, seconds: number): Promise<Absence> {
  await pause((seconds / 4) * 1_000);
  const broker = await kafka.leader(TOPIC, PARTITION);
  const killedAt = Date.now();
  await kafka.kill(broker);
  await pause((seconds / 4) * 1_000);
  await kafka.start(broker);
  return { broker, killedAt, returnedAt: Date.now() };
}

const plainFigures = z.object({ mbPerS: z.number(), appendP95Ms: z.number() });

/** The yardstick: kafkajs as its manual shows it, with random bytes of the same size, without our records, queues, positions and checks. */
export async function plainKafka(brokers: readonly string[], { meanBodyKib, partitions, lanes, seconds }: { readonly meanBodyKib: number; readonly partitions: number; readonly lanes: number; readonly seconds: number }): Promise<z.output<typeof plainFigures>> {
  const args = { brokers: brokers.join(','), bytes: meanBodyKib * 1_024, partitions, lanes, seconds };
  const { stdout } = await promisify(execFile)(process.execPath, [PLAIN, ...Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)])])
    .catch((cause: unknown) => { throw new Unavailable('The yardstick did not run.', { slug: 'bench.plain_kafka', cause }); });
  return plainFigures.parse(JSON.parse(stdout));
}
