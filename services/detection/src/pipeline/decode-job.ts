import type { FindingCreatedV1 } from '@yagura/contracts';
import type { BatchHeaders } from '@yagura/messaging';
import type { z } from 'zod';

/** A rule file's text; a worker thread compiles its own immutable set from these. */
export interface RuleText {
  readonly file: string;
  readonly text: string;
}

export interface JobBatch {
  readonly tenantId: string;
  readonly sourceId: string;
  readonly batchId: string;
  readonly headers: BatchHeaders;
  readonly body: Uint8Array;
}

/** One group of batches for one worker thread; their rows become one block per day. */
export interface DecodeJob {
  readonly id: number;
  readonly batches: readonly JobBatch[];
  /** Ids of the rules that each tenant switched off. */
  readonly disabled: Readonly<Record<string, readonly string[]>>;
}

/** A match as a thread emits it, before it becomes an event: the thread knows no clock, so `createdAt` is added by the transaction. */
export type Match = Omit<z.input<typeof FindingCreatedV1.data>, 'createdAt'>;

export interface BatchResult {
  readonly stored: number;
  readonly quarantined: number;
  /** Decompressed bytes of what was stored. */
  readonly storedBytes: number;
  /** Unix milliseconds; null for a batch without a stored record. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly matches: readonly Match[];
}

export interface EncodedBlock {
  readonly day: number;
  readonly rowCount: number;
  readonly bytes: Uint8Array;
}

export interface DecodeResult {
  readonly id: number;
  readonly batches: readonly BatchResult[];
  readonly events: readonly EncodedBlock[];
  readonly quarantine: readonly EncodedBlock[];
  /** CPU time of this job by part, in microseconds. */
  readonly cpu: { readonly inflate: number; readonly parse: number; readonly match: number; readonly encode: number };
}

/** A thread that could not do a job says so and lives on; `message` is for our log only. */
export interface DecodeFailure {
  readonly id: number;
  readonly failed: string;
}
