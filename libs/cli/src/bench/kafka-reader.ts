import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaAdapters, type LoggedBatch, type TelemetryLogReader } from '@yagura/messaging';
import { answerApart } from './apart';
import { BEGIN, END, usedHere, type KafkaRead, type KafkaReadJob, type ReadRecord } from './kafka-job';

/** What detection asks for at once. */
const GROUP = { batches: 200, bytes: 4 * 1_048_576 } as const;
const AGAIN_MS = 250;

const isWhole = ({ body, headers }: LoggedBatch): boolean => createHash('sha256').update(body).digest('hex') === headers.sha256;

/** Follows one partition as detection does, position behind the work, until its last record. */
async function follow(log: TelemetryLogReader, partition: number, records: ReadRecord[]): Promise<void> {
  let position: bigint | undefined;
  for (let hasEnded = false; !hasEnded;) {
    try {
      position ??= await log.committed(partition);
      const arrival = nextArrival(log);
      const batches = await log.fetch(partition, position, GROUP.batches, GROUP.bytes);
      const last = batches.at(-1);
      if (last === undefined) {
        // The partition may have been in other hands: its position is asked for again.
        position = undefined;
        await arrival;
        continue;
      }
      for (const batch of batches) {
        hasEnded ||= batch.headers.batchKey === END;
        if (batch.headers.batchKey !== END && batch.headers.batchKey !== BEGIN) records.push({ number: Number(batch.headers.batchKey), partition, position: String(batch.position), at: Date.now(), isWhole: isWhole(batch) });
      }
      await log.commit(partition, last.position);
      position = last.position;
    } catch {
      position = undefined;
      hasEnded = false;
      await pause(AGAIN_MS);
    }
  }
}

function nextArrival(log: TelemetryLogReader): Promise<void> {
  return new Promise((resolve) => {
    const leave = log.onArrival(() => {
      leave();
      resolve();
    });
  });
}

async function read({ brokers }: KafkaReadJob): Promise<KafkaRead> {
  const { KafkaTelemetryLogReader } = await kafkaAdapters();
  const log = new KafkaTelemetryLogReader({ brokers, clientId: 'bench-detection', log: { warn: () => undefined, error: () => undefined } });
  await log.start();
  const records: ReadRecord[] = [];
  await Promise.all(log.partitions.map((partition) => follow(log, partition, records)));
  await log.stop();
  return { records, ...usedHere() };
}

// The file is the entry of the child process.
if (require.main === module) answerApart(read);
