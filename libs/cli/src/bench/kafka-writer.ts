import { setTimeout as pause } from 'node:timers/promises';
import { deterministicId, forSystem, newId, type SourceId, type TenantId } from '@yagura/kernel';
import { kafkaAdapters, type TelemetryBatch, type TelemetryLogWriter } from '@yagura/messaging';
import { answerApart } from './apart';
import { storedBodies, type StoredBody } from './kafka-bodies';
import { BEGIN, END, usedHere, type Acknowledged, type KafkaWriteJob, type KafkaWritten } from './kafka-job';

const BODIES = 24;
const REPEAT_MS = 100;
const LOOK_MS = 20;
const READER_WITHIN_MS = 60_000;

interface Source { readonly tenantId: TenantId; readonly sourceId: SourceId; readonly partition: number }

/** A source for every partition, so that every broker leads some that are busy. */
function sourceOfEach(partitions: number, partitionOf: (tenantId: string, sourceId: string) => number): Source[] {
  const tenantId = newId<'tenant'>();
  const found = new Map<number, Source>();
  while (found.size < partitions) {
    const sourceId = newId<'source'>();
    const partition = partitionOf(tenantId, sourceId);
    found.set(partition, { tenantId, sourceId, partition });
  }
  return [...found.values()];
}

function batchOf({ tenantId, sourceId }: Source, mark: string, { body, rawBytes, events, sha256 }: StoredBody): TelemetryBatch {
  return {
    tenantId, sourceId, batchId: deterministicId<'batch'>('bench', sourceId, mark), body,
    headers: {
      door: 'hec.event', encoding: 'gzip', sourceNumber: 1, parser: null, timeZone: 'UTC', count: events, wireBytes: rawBytes, rawBytes, sha256, batchKey: mark, receivedAt: Date.now(),
    },
  };
}

/** Repeats a batch until it is acknowledged, as a sender does that hears 503. Answers how many tries failed. */
async function untilAcknowledged(log: TelemetryLogWriter, batch: TelemetryBatch): Promise<number> {
  const ctx = forSystem(batch.tenantId, 'ingestion');
  for (let failed = 0; ; failed += 1) {
    try {
      await log.append(ctx, batch);
      return failed;
    } catch {
      await pause(REPEAT_MS);
    }
  }
}

/** Lets the first record of each partition pass through the reader, so that the measured time begins with both at work. */
async function awaitReader(log: TelemetryLogWriter, sources: readonly Source[], body: StoredBody): Promise<void> {
  const end = performance.now() + READER_WITHIN_MS;
  await Promise.all(sources.map((source) => untilAcknowledged(log, batchOf(source, BEGIN, body))));
  const ctx = forSystem(sources[0].tenantId, 'ingestion');
  while ((await log.backlog(ctx)).totalBytes > 0) {
    if (performance.now() > end) throw new TypeError('nobody reads the log');
    await pause(LOOK_MS);
  }
}

async function write({ brokers, folder, bodyBytes, partitions, lanes, seconds }: KafkaWriteJob, sayBegun: () => void): Promise<KafkaWritten> {
  const bodies = await storedBodies(folder, bodyBytes, BODIES);
  const { KafkaTelemetryLogWriter } = await kafkaAdapters();
  const log = new KafkaTelemetryLogWriter({ brokers, clientId: 'bench-door', log: { warn: () => undefined, error: () => undefined } }, { partitions });
  await log.start();
  const sources = sourceOfEach(partitions, (tenantId, sourceId) => log.partitionOf(tenantId, sourceId));
  await awaitReader(log, sources, bodies[0]);
  sayBegun();
  const acknowledged: Acknowledged[] = [];
  const startedAt = Date.now();
  const until = performance.now() + seconds * 1_000;
  let next = 0;
  const lane = async (source: Source): Promise<void> => {
    while (performance.now() < until) {
      const number = next;
      next += 1;
      const body = bodies[number % bodies.length];
      const began = performance.now();
      const failed = await untilAcknowledged(log, batchOf(source, String(number), body));
      acknowledged.push({ number, partition: source.partition, at: Date.now(), ms: performance.now() - began, failed, bytes: body.body.length, rawBytes: body.rawBytes });
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(sources[index % sources.length])));
  await Promise.all(sources.map((source) => untilAcknowledged(log, batchOf(source, END, bodies[0]))));
  await log.stop();
  return { startedAt, acknowledged, ...usedHere() };
}

// The file is the entry of the child process.
if (require.main === module) answerApart(write);
