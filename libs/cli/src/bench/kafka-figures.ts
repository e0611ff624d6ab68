import type { Acknowledged, KafkaRead, KafkaWritten, ReadRecord } from './kafka-job';
import { percentile } from './percentile';

/** What a run came to. MB are 10^6 bytes of bodies as they are stored, that is compressed; `rawMbPerS` counts the same bodies inflated. */
export interface KafkaFigures {
  /** Through the log: what was appended and read again, from the first append to the last read. */
  readonly mbPerS: number;
  readonly rawMbPerS: number;
  readonly producedMbPerS: number;
  readonly bodies: number;
  readonly meanBodyKib: number;
  readonly appendP50Ms: number | null;
  readonly appendP95Ms: number | null;
  /** From the acknowledgement to the reader's hand; a reader may be quicker than the acknowledgement. */
  readonly readLagP95Ms: number | null;
  /** Acknowledged and never read. */
  readonly lost: number;
  /** Tries that failed and were repeated; each may have left a record. */
  readonly repeated: number;
  /** Records of a batch that lay in the log already: detection knows them by their batch and counts them as duplicates. */
  readonly duplicates: number;
  /** Those of them that no failed try explains. */
  readonly doubled: number;
  /** Records that were handed out a second time, from the same place. */
  readonly redelivered: number;
  readonly damaged: number;
  /** Longest time in which nothing at all was acknowledged, and in which nothing of one partition was. */
  readonly gapSec: number;
  readonly partitionGapSec: number;
}

/** Judges a run by the two lists that were kept on both sides, by nothing that the log says of itself. */
export function kafkaFigures({ startedAt, acknowledged }: Pick<KafkaWritten, 'startedAt' | 'acknowledged'>, { records }: Pick<KafkaRead, 'records'>): KafkaFigures {
  const first = new Map<number, ReadRecord>();
  const places = new Map<number, Set<string>>();
  for (const record of records) {
    if (!first.has(record.number)) first.set(record.number, record);
    places.set(record.number, (places.get(record.number) ?? new Set()).add(`${record.partition}/${record.position}`));
  }
  const copies = acknowledged.map(({ number, failed }) => ({ extra: Math.max(0, (places.get(number)?.size ?? 0) - 1), failed }));
  const recordsInLog = sum([...places.values()].map(({ size }) => size));
  const bytes = sum(acknowledged.map((each) => each.bytes));
  const lastAck = Math.max(startedAt, ...acknowledged.map(({ at }) => at));
  const lastRead = Math.max(lastAck, ...[...first.values()].map(({ at }) => at));
  const lags = acknowledged.flatMap(({ number, at }) => {
    const record = first.get(number);
    return record === undefined ? [] : [record.at - at];
  });
  const waits = acknowledged.map(({ ms }) => ms);
  return {
    mbPerS: rate(bytes, startedAt, lastRead), rawMbPerS: rate(sum(acknowledged.map((each) => each.rawBytes)), startedAt, lastRead), producedMbPerS: rate(bytes, startedAt, lastAck),
    bodies: acknowledged.length, meanBodyKib: Math.round(bytes / Math.max(1, acknowledged.length) / 1_024),
    appendP50Ms: rounded(percentile(waits, 0.5)), appendP95Ms: rounded(percentile(waits, 0.95)), readLagP95Ms: rounded(percentile(lags, 0.95)),
    lost: acknowledged.filter(({ number }) => !first.has(number)).length, repeated: sum(copies.map(({ failed }) => failed)),
    duplicates: sum(copies.map(({ extra }) => extra)), doubled: sum(copies.map(({ extra, failed }) => Math.max(0, extra - failed))),
    redelivered: records.length - recordsInLog, damaged: records.filter(({ isWhole }) => !isWhole).length,
    gapSec: longestGap(startedAt, acknowledged), partitionGapSec: Math.max(0, ...byPartition(acknowledged).map((own) => longestGap(startedAt, own))),
  };
}

function longestGap(startedAt: number, acknowledged: readonly Acknowledged[]): number {
  const instants = [startedAt, ...acknowledged.map(({ at }) => at)].sort((a, b) => a - b);
  const gaps = instants.slice(1).map((at, index) => at - instants[index]);
  return Number((Math.max(0, ...gaps) / 1_000).toFixed(2));
}

function byPartition(acknowledged: readonly Acknowledged[]): Acknowledged[][] {
  const found = new Map<number, Acknowledged[]>();
  for (const each of acknowledged) found.set(each.partition, [...(found.get(each.partition) ?? []), each]);
  return [...found.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const rate = (bytes: number, from: number, to: number): number => Number((bytes / 1_000 / Math.max(1, to - from)).toFixed(1));
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));
