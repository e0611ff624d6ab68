import { createHash } from 'node:crypto';
import { forSystem, newId, type SourceId, type TenantId } from '@yagura/kernel';
import type { LoggedBatch, TelemetryBatch, TelemetryLogReader, TelemetryLogWriter } from './telemetry-log';

/** One side of the adapter pair, on a log of its own. */
export interface TelemetryLogUnderTest {
  readonly writer: TelemetryLogWriter;
  readonly reader: TelemetryLogReader;
  /** Partition of a source's records. */
  partitionOf(tenantId: TenantId, sourceId: SourceId): number;
  /** Ends an append after its record was written and before it is durable, as a crash would. */
  appendAndFail(batch: TelemetryBatch): Promise<void>;
}

type Check = (log: TelemetryLogUnderTest) => Promise<void>;
interface Source { readonly tenantId: TenantId; readonly sourceId: SourceId }

const source = (): Source => ({ tenantId: newId<'tenant'>(), sourceId: newId<'source'>() });

export function batchOf({ tenantId, sourceId }: Source, text: string): TelemetryBatch {
  const body = Buffer.from(text);
  return {
    tenantId, sourceId, batchId: newId<'batch'>(), body,
    headers: {
      door: 'hec.event', encoding: 'identity', sourceNumber: 1, parser: null, timeZone: 'UTC', count: 1, wireBytes: body.length, rawBytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'), batchKey: `key of ${text.length}`, receivedAt: 1_790_000_000_000,
    },
  };
}

const append = (log: TelemetryLogUnderTest, batch: TelemetryBatch): ReturnType<TelemetryLogWriter['append']> => log.writer.append(forSystem(batch.tenantId, 'ingestion'), batch);

async function readAll(log: TelemetryLogUnderTest, partition: number): Promise<LoggedBatch[]> {
  const found: LoggedBatch[] = [];
  for (let after = 0n; ;) {
    const more = await log.reader.fetch(partition, after, 50, 1_000_000);
    if (more.length === 0) return found;
    found.push(...more);
    after = more[more.length - 1].position;
  }
}

const everything = async (log: TelemetryLogUnderTest): Promise<LoggedBatch[]> => (await Promise.all(log.reader.partitions.map((partition) => readAll(log, partition)))).flat();
const textsOf = (batches: readonly LoggedBatch[], { sourceId }: Source): string[] => batches.filter((batch) => batch.sourceId === sourceId).map(({ body }) => body.toString());

function expectThat(isTrue: boolean, what: string): void {
  if (!isTrue) throw new TypeError(`the telemetry log breaks its contract: ${what}`);
}

/**
 * What every telemetry log keeps, as named checks that throw TypeError when it is broken; the spec of each adapter runs them all. They do
 * not depend on each other's order.
 */
export const telemetryLogContract: readonly (readonly [string, Check])[] = [
  ['gives back every byte and header of what was appended, at the place that was told', async (log) => {
    const own = source();
    const batch = batchOf(own, `bytes ${Buffer.from([0, 255, 10]).toString('latin1')}`);
    const { partition, position } = await append(log, batch);
    const found = (await readAll(log, partition)).find((other) => other.position === position);
    expectThat(partition === log.partitionOf(own.tenantId, own.sourceId), 'a source has one partition');
    expectThat(found !== undefined && found.body.equals(batch.body), 'the body is what was appended');
    expectThat(JSON.stringify(Object.entries(found?.headers ?? {}).sort()) === JSON.stringify(Object.entries(batch.headers).sort()), 'the headers are what was appended');
    expectThat(found?.tenantId === own.tenantId && found.sourceId === own.sourceId && found.batchId === batch.batchId, 'the ids are what was appended');
  }],
  ['keeps the order of each source while twenty append at once, and never shows a place behind one that it has shown', async (log) => {
    const sources = Array.from({ length: 20 }, source);
    let isWriting = true;
    const follow = async (partition: number): Promise<bigint[]> => {
      const seen: bigint[] = [];
      for (;;) {
        const isLast = !isWriting;
        const more = await log.reader.fetch(partition, seen.at(-1) ?? 0n, 50, 1_000_000);
        seen.push(...more.map(({ position }) => position));
        if (isLast && more.length === 0) return seen;
      }
    };
    const followers = Promise.all(log.reader.partitions.map(follow));
    await Promise.all(sources.map(async (own) => { for (let count = 0; count < 25; count += 1) await append(log, batchOf(own, `${count}`)); }));
    isWriting = false;
    const seen = await followers;
    const all = await everything(log);
    for (const own of sources) expectThat(textsOf(all, own).join() === Array.from({ length: 25 }, (_, count) => count).join(), 'the order of a source is the order of its appends');
    // Who follows "behind the last place" meets every record: none becomes visible behind a place that was shown already.
    for (const [index, partition] of log.reader.partitions.entries()) {
      expectThat(seen[index].join() === (await readAll(log, partition)).map(({ position }) => position).join(), 'the order of places is the order in which they become visible');
    }
  }],
  ['shows nothing of an append that failed, and goes on behind it', async (log) => {
    const own = source();
    await append(log, batchOf(own, 'before'));
    await log.appendAndFail(batchOf(own, 'never'));
    await append(log, batchOf(own, 'after'));
    expectThat(textsOf(await everything(log), own).join() === 'before,after', 'a failed append leaves no record and no gap in the reading');
  }],
  ['gives at most as many records and, but for the first, as many bytes as asked for', async (log) => {
    const own = source();
    const partition = log.partitionOf(own.tenantId, own.sourceId);
    const { position } = await append(log, batchOf(own, 'x'.repeat(1_000)));
    for (let count = 0; count < 4; count += 1) await append(log, batchOf(own, 'y'.repeat(1_000)));
    const from = position - 1n;
    expectThat((await log.reader.fetch(partition, from, 3, 1_000_000)).length === 3, 'the cap of records holds');
    expectThat((await log.reader.fetch(partition, from, 50, 2_500)).length === 3, 'a record that begins below the cap of bytes is still given');
    expectThat((await log.reader.fetch(partition, from, 50, 1)).length === 1, 'a record larger than the cap is given alone, else it would block');
  }],
  ['never moves a position backwards, and starts again where it was left', async (log) => {
    const own = source();
    const { partition, position } = await append(log, batchOf(own, 'committed'));
    await log.reader.commit(partition, position);
    await log.reader.commit(partition, position - 1n);
    expectThat((await log.reader.committed(partition)) === position, 'an older commit changes nothing');
  }],
  ['counts what waits, of one tenant and of all', async (log) => {
    const [own, other] = [source(), source()];
    const backlog = (of: Source): ReturnType<TelemetryLogWriter['backlog']> => log.writer.backlog(forSystem(of.tenantId, 'ingestion'));
    const before = await backlog(own);
    const { partition, position } = await append(log, batchOf(own, 'w'.repeat(500)));
    await append(log, batchOf(other, 'v'.repeat(70)));
    const waiting = await backlog(own);
    expectThat(waiting.tenantBytes === 500, 'a tenant’s own bytes wait');
    expectThat(waiting.totalBytes === before.totalBytes + 570, 'everybody’s bytes wait');
    expectThat((await backlog(other)).tenantBytes === 70, 'another tenant’s bytes are its own');
    await log.reader.commit(partition, position);
    expectThat((await backlog(own)).tenantBytes === 0, 'what was processed waits no longer');
  }],
  ['drops only what was processed and is old enough', async (log) => {
    const own = source();
    const { partition, position } = await append(log, batchOf(own, 'processed'));
    await log.reader.commit(partition, position);
    await append(log, batchOf(own, 'waiting'));
    await log.reader.trim(new Date(Date.now() - 3_600_000));
    expectThat(textsOf(await everything(log), own).join() === 'processed,waiting', 'within the replay window all stays');
    const gone = await log.reader.trim(new Date(Date.now() + 3_600_000));
    expectThat(gone > 0 && textsOf(await everything(log), own).join() === 'waiting', 'what waits stays however old it is');
  }],
  ['tells its readers of an append, and no longer when they have left', async (log) => {
    let heard = 0;
    const arrival = new Promise<void>((resolve) => {
      const leave = log.reader.onArrival(() => {
        heard += 1;
        leave();
        resolve();
      });
    });
    await append(log, batchOf(source(), 'news'));
    await arrival;
    const before = heard;
    const second = new Promise<void>((resolve) => { const leave = log.reader.onArrival(() => { leave(); resolve(); }); });
    await append(log, batchOf(source(), 'more news'));
    await second;
    expectThat(heard === before, 'who left hears nothing');
  }],
];
