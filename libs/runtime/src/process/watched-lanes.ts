import type { EventEnvelope } from '@yagura/contracts';
import type { DeadLetter, DomainEvents, LaneRecord, LoggedBatch, TelemetryLogReader } from '@yagura/messaging';
import { Progress } from './progress';

/** A domain lane that notes how each of its readers gets on; everything else is the lane's own. */
export class WatchedDomainEvents implements DomainEvents {
  private readonly readers = new Map<string, Progress>();

  constructor(private readonly lane: DomainEvents) {}

  get system(): DomainEvents['system'] {
    return this.lane.system;
  }

  get progress(): readonly Progress[] {
    return [...this.readers.values()];
  }

  fetch(consumer: string, cap: number): Promise<LaneRecord[]> {
    return noted(this.of(consumer), () => this.lane.fetch(consumer, cap));
  }

  async commit(consumer: string, position: bigint): Promise<void> {
    await this.lane.commit(consumer, position);
    this.of(consumer).moved();
  }

  bury(letter: DeadLetter): Promise<void> {
    return this.lane.bury(letter);
  }

  onArrival(heard: () => void): () => void {
    return this.lane.onArrival(heard);
  }

  onEvent(heard: (envelope: EventEnvelope) => void): () => void {
    return this.lane.onEvent(heard);
  }

  start(): Promise<void> {
    return this.lane.start();
  }

  stop(): Promise<void> {
    return this.lane.stop();
  }

  /** Counts from the start on, so that a consumer that never looked is noticed too. */
  expect(consumer: string): void {
    this.of(consumer);
  }

  private of(consumer: string): Progress {
    const known = this.readers.get(consumer) ?? new Progress(consumer);
    this.readers.set(consumer, known);
    return known;
  }
}

/** A telemetry log that notes how the reading of each partition gets on. */
export class WatchedTelemetryLog implements TelemetryLogReader {
  private readonly readers = new Map<number, Progress>();

  constructor(private readonly log: TelemetryLogReader) {}

  get system(): TelemetryLogReader['system'] {
    return this.log.system;
  }

  get partitions(): readonly number[] {
    return this.log.partitions;
  }

  get progress(): readonly Progress[] {
    return [...this.readers.values()];
  }

  async start(): Promise<void> {
    await this.log.start();
    for (const partition of this.log.partitions) this.of(partition);
  }

  stop(): Promise<void> {
    return this.log.stop();
  }

  fetch(partition: number, after: bigint, cap: number, capBytes: number): Promise<LoggedBatch[]> {
    return noted(this.of(partition), () => this.log.fetch(partition, after, cap, capBytes));
  }

  committed(partition: number): Promise<bigint> {
    return this.log.committed(partition);
  }

  async commit(partition: number, position: bigint): Promise<void> {
    await this.log.commit(partition, position);
    this.of(partition).moved();
  }

  onArrival(heard: () => void): () => void {
    return this.log.onArrival(heard);
  }

  trim(olderThan: Date): Promise<number> {
    return this.log.trim(olderThan);
  }

  private of(partition: number): Progress {
    const known = this.readers.get(partition) ?? new Progress(`telemetry ${partition}`);
    this.readers.set(partition, known);
    return known;
  }
}

async function noted<T>(progress: Progress, fetch: () => Promise<T[]>): Promise<T[]> {
  try {
    const records = await fetch();
    if (records.length === 0) progress.idle();
    else progress.taken();
    return records;
  } catch (error) {
    progress.away();
    throw error;
  }
}
