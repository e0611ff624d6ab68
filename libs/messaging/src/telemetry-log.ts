import type { BatchId, SourceId, TenantContext, TenantId } from '@yagura/kernel';
import type { LaneSystem } from './lane-span';

/** What travels beside a batch's bytes; set by the door, never read from the body. */
export interface BatchHeaders {
  readonly door: string;
  /** 'gzip' or 'identity': how `body` is encoded. */
  readonly encoding: 'gzip' | 'identity';
  readonly sourceNumber: number;
  readonly parser: string | null;
  readonly timeZone: string;
  /** Framed records counted at the door. */
  readonly count: number;
  readonly wireBytes: number;
  readonly rawBytes: number;
  /** SHA-256 of the decompressed bytes in hexadecimal. */
  readonly sha256: string;
  readonly batchKey: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** W3C trace context of the append, so that one trace leads from the door to the case. The log itself fills it in. */
  readonly traceparent?: string;
}

/** One request body: one batch, one record of the log. The body's bytes are the client's own when it sent gzip. */
export interface TelemetryBatch {
  readonly tenantId: TenantId;
  readonly sourceId: SourceId;
  readonly batchId: BatchId;
  readonly headers: BatchHeaders;
  readonly body: Buffer;
}

export interface LoggedBatch extends TelemetryBatch {
  readonly partition: number;
  readonly position: bigint;
}

/** The writing side, for the doors. */
export interface TelemetryLogWriter {
  /**
   * How an append stands to the service's own database. True: handed an open transaction, it is part of it, so that the record and whatever else
   * the transaction writes are there together or not at all. False: it is a call over the network that stands for itself, must not be made
   * while a transaction is open (`append` throws TypeError when it is handed one), and may have been stored although it failed (ADR 18).
   */
  readonly joinsTransaction: boolean;
  /** Resolves when the record is durable; only then may a door answer 2xx. Throws Unavailable when it cannot be made so. */
  append(ctx: TenantContext, batch: TelemetryBatch): Promise<{ partition: number; position: bigint }>;
  /** Bytes that wait in the log: of the context's tenant, and of all. */
  backlog(ctx: TenantContext): Promise<{ tenantBytes: number; totalBytes: number }>;
}

/** The reading side, for detection. Order is kept within a partition, and a source has one partition. */
export interface TelemetryLogReader {
  readonly system: LaneSystem;
  readonly partitions: readonly number[];
  fetch(partition: number, after: bigint, cap: number, capBytes: number): Promise<LoggedBatch[]>;
  committed(partition: number): Promise<bigint>;
  /** Moves a partition's position; never backwards. */
  commit(partition: number, position: bigint): Promise<void>;
  onArrival(heard: () => void): () => void;
  /** Drops records that were processed and are older than the replay window. Answers how many. */
  trim(olderThan: Date): Promise<number>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
