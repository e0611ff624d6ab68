import { EventEmitter } from 'node:events';
import { Unavailable } from '@yagura/kernel';
import type { SystemDb } from '@yagura/db';
import { PartitionLeases } from './partition-leases';
import { PostgresTelemetryLogReader } from './postgres-telemetry-log';
import type { LoggedBatch, TelemetryLogReader } from './telemetry-log';

/**
 * The telemetry log in PostgreSQL for several readers: each partition is read by one of them. Of the others `fetch` answers nothing, and `commit`
 * throws Unavailable (`telemetry_log.partition_moved`), so that whoever worked on it starts again from its position.
 */
export class SharedTelemetryLogReader implements TelemetryLogReader {
  readonly system = 'postgresql';
  readonly partitions: readonly number[];
  private readonly log: PostgresTelemetryLogReader;
  private readonly leases: PartitionLeases;
  private readonly bus = new EventEmitter().setMaxListeners(0);
  /** Partitions that came into our hands and were not read since. */
  private readonly gained = new Set<number>();
  private stopListening?: () => void;

  constructor(db: SystemDb) {
    this.log = new PostgresTelemetryLogReader(db);
    this.partitions = this.log.partitions;
    this.leases = new PartitionLeases(db, this.partitions, (partition) => {
      this.gained.add(partition);
      this.bus.emit('arrival');
    });
  }

  /** Partitions that this process may begin work on now. */
  get mine(): readonly number[] {
    return this.partitions.filter((partition) => this.leases.isMine(partition));
  }

  async start(): Promise<void> {
    await this.log.start();
    this.stopListening = this.log.onArrival(() => this.bus.emit('arrival'));
    this.leases.start();
  }

  async stop(): Promise<void> {
    this.stopListening?.();
    await this.leases.stop();
    await this.log.stop();
  }

  async fetch(partition: number, after: bigint, cap: number, capBytes: number): Promise<LoggedBatch[]> {
    if (!this.leases.isMine(partition)) return [];
    // Whoever had it before may have moved its position since we read it.
    if (this.gained.delete(partition) && await this.log.committed(partition) > after) return [];
    this.leases.begin(partition);
    const batches = await this.log.fetch(partition, after, cap, capBytes).catch((error: unknown) => {
      this.leases.end(partition);
      throw error;
    });
    if (batches.length > 0 && this.leases.isHeld(partition)) return batches;
    this.leases.end(partition);
    return [];
  }

  /** Also the sign that nothing of the partition is in work here: its reader begins, or begins again. */
  committed(partition: number): Promise<bigint> {
    this.leases.end(partition);
    return this.log.committed(partition);
  }

  async commit(partition: number, position: bigint): Promise<void> {
    if (!this.leases.isHeld(partition)) throw new Unavailable('The partition is in other hands.', { slug: 'telemetry_log.partition_moved' });
    await this.log.commit(partition, position);
    this.leases.end(partition);
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  trim(olderThan: Date): Promise<number> {
    return this.log.trim(olderThan);
  }
}
