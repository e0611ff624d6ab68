import type { TenantRead, TenantTx } from '@yagura/db';
import type { LoggedBatch } from '@yagura/messaging';
import type { BatchResult } from './decode-job';

export interface KnownOutcome {
  readonly batchId: string;
  readonly partition: number;
  readonly position: bigint;
}

/** Which of these batches of the context's tenant have an outcome, and at which position of the log it arose. */
export async function knownOutcomes(read: TenantRead, batchIds: readonly string[]): Promise<KnownOutcome[]> {
  const rows = await read.sql<{ batch_id: string; log_partition: number; log_position: string }>(
    'select batch_id, log_partition, log_position from detection.outcome where tenant_id = $1 and batch_id = any ($2::uuid[])', [read.tenantId, batchIds]);
  return rows.map((row) => ({ batchId: row.batch_id, partition: row.log_partition, position: BigInt(row.log_position) }));
}

const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A batch with what the threads made of it. */
export interface Processed {
  readonly batch: LoggedBatch;
  readonly result: BatchResult;
}

/** Writes the outcomes of a tenant's batches in one statement; answers the ids of those that had none before. */
export async function addOutcomes(tx: TenantTx, processed: readonly Processed[], contentVersion: string): Promise<Set<string>> {
  if (processed.length === 0) return new Set();
  const rows = processed.map(({ batch: { headers, ...batch }, result }) => ({
    source_id: batch.sourceId, batch_id: batch.batchId, log_partition: batch.partition, log_position: batch.position.toString(), door: headers.door,
    received_at: at(headers.receivedAt), sha256: headers.sha256, wire_bytes: headers.wireBytes, raw_bytes: headers.rawBytes, stored: result.stored,
    quarantined: result.quarantined, findings: result.matches.length, first_event_at: at(result.firstAt), last_event_at: at(result.lastAt),
  }));
  const added = await tx.sql<{ batch_id: string }>(
    `insert into detection.outcome (tenant_id, source_id, batch_id, log_partition, log_position, door, received_at, sha256, wire_bytes, raw_bytes, stored, quarantined,
       findings, first_event_at, last_event_at, content_version, processed_at)
     select $1, source_id, batch_id, log_partition, log_position, door, received_at, sha256, wire_bytes, raw_bytes, stored, quarantined, findings, first_event_at, last_event_at, $3, $4
     from jsonb_to_recordset($2::jsonb) as r (source_id uuid, batch_id uuid, log_partition smallint, log_position bigint, door text, received_at timestamptz, sha256 text,
       wire_bytes bigint, raw_bytes bigint, stored int, quarantined int, findings int, first_event_at timestamptz, last_event_at timestamptz)
     on conflict do nothing returning batch_id`,
    [tx.tenantId, JSON.stringify(rows), contentVersion, tx.now]);
  return new Set(added.map(({ batch_id: id }) => id));
}

/** Counts a retry by its position; answers false when this position was counted before. */
export async function addDuplicate(tx: TenantTx, batch: LoggedBatch): Promise<boolean> {
  const added = await tx.execute(
    `insert into detection.duplicate (tenant_id, source_id, batch_id, log_partition, log_position, records, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.tenantId, batch.sourceId, batch.batchId, batch.partition, batch.position.toString(), batch.headers.count, tx.now]);
  return added === 1;
}

export interface InsertGroup {
  readonly first: bigint;
  readonly last: bigint;
}

/** The group that was last noted for a partition; rows of it may or may not be in the lake. */
export async function notedGroup(read: TenantRead, partition: number): Promise<InsertGroup | undefined> {
  const [row] = await read.sql<{ first_position: string; last_position: string }>('select first_position, last_position from detection.insert_group where partition = $1', [partition]);
  return row === undefined ? undefined : { first: BigInt(row.first_position), last: BigInt(row.last_position) };
}

export async function noteGroup(read: TenantRead, partition: number, group: InsertGroup): Promise<void> {
  await read.sql(
    `insert into detection.insert_group (partition, first_position, last_position) values ($1, $2, $3)
     on conflict (partition) do update set first_position = excluded.first_position, last_position = excluded.last_position, noted_at = now()`,
    [partition, group.first.toString(), group.last.toString()]);
}
