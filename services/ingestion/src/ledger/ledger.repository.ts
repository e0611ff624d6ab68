import type { BatchProcessedV1, EventData } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';

type Processed = EventData<typeof BatchProcessedV1>;

/** A record of a log that stands apart, as the door counts it. */
export interface CountedRecord {
  readonly sourceId: string;
  readonly batchId: string;
  readonly partition: number;
  /** Decimal digits: positions outgrow a double. */
  readonly position: string;
  readonly receivedAt: Date;
  readonly records: number;
  readonly wireBytes: number;
  readonly rawBytes: number;
}

/** Enters a record of the log as in flight and adds it to the door's count of its source and minute; one that was entered before changes nothing. */
export async function countOnce(tx: TenantTx, record: CountedRecord): Promise<void> {
  await tx.execute(
    `with entered as (
       insert into ingestion.ledger (tenant_id, source_id, batch_id, log_partition, log_position, is_duplicate, received_at, stored, quarantined, duplicates, findings,
         wire_bytes, raw_bytes, state)
       values ($1, $2, $3, $4, $5, false, $6, 0, 0, 0, 0, $8, $9, 'counted') on conflict do nothing returning 1
     ) insert into ingestion.door_count as c (tenant_id, source_id, minute, requests, records, wire_bytes, raw_bytes)
     select $1, $2, date_trunc('minute', $6::timestamptz), 1, $7, $8, $9 from entered
     on conflict (tenant_id, source_id, minute) do update set requests = c.requests + 1, records = c.records + excluded.records,
       wire_bytes = c.wire_bytes + excluded.wire_bytes, raw_bytes = c.raw_bytes + excluded.raw_bytes`,
    [tx.tenantId, record.sourceId, record.batchId, record.partition, record.position, record.receivedAt, record.records, record.wireBytes, record.rawBytes]);
}

/** Writes what became of a record that was entered as in flight; answers false when that is known already. */
export async function settle(tx: TenantTx, batch: Processed): Promise<boolean> {
  const settled = await tx.execute(
    `update ingestion.ledger set state = 'settled', is_duplicate = $5, stored = $6, quarantined = $7, duplicates = $8, findings = $9, wire_bytes = $10, raw_bytes = $11,
       first_event_at = $12, last_event_at = $13
     where tenant_id = $1 and source_id = $2 and log_partition = $3 and log_position = $4 and state = 'counted'`,
    [tx.tenantId, batch.sourceId, batch.partition, batch.position, batch.duplicate, batch.stored, batch.quarantined, batch.duplicates, batch.findings,
      batch.wireBytes, batch.rawBytes, batch.firstEventAt, batch.lastEventAt]);
  return settled === 1;
}

/** Adds the outcome of a batch that the door counted in the transaction that logged it; answers false when this position is already in the ledger. */
export async function addToLedger(tx: TenantTx, batch: Processed): Promise<boolean> {
  const added = await tx.execute(
    `insert into ingestion.ledger (tenant_id, source_id, batch_id, log_partition, log_position, is_duplicate, received_at, stored, quarantined, duplicates, findings,
       wire_bytes, raw_bytes, first_event_at, last_event_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
    [tx.tenantId, batch.sourceId, batch.batchId, batch.partition, batch.position, batch.duplicate, batch.receivedAt, batch.stored, batch.quarantined,
      batch.duplicates, batch.findings, batch.wireBytes, batch.rawBytes, batch.firstEventAt, batch.lastEventAt]);
  return added === 1;
}

export interface BalanceRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly source_id: string; readonly door: string; readonly stored: string; readonly quarantined: string; readonly duplicates: string;
}

/** Both sides of the balance per source since `since`: what the door counted, and what the ledger says became of it. */
export function balanceRows(read: TenantRead, since: Date, until: Date, tenantId: string | null): Promise<BalanceRow[]> {
  return read.sql<BalanceRow>(
    `with door as (
       select tenant_id, source_id, sum(records) as records from ingestion.door_count where tenant_id = any ($1::uuid[]) and minute >= $2 and minute < $3 group by 1, 2
     ), book as (
       select tenant_id, source_id, sum(stored) as stored, sum(quarantined) as quarantined, sum(duplicates) as duplicates
       from ingestion.ledger where tenant_id = any ($1::uuid[]) and received_at >= $2 and received_at < $3 group by 1, 2
     )
     select s.tenant_id, s.id as source_id, coalesce(door.records, 0)::text as door, coalesce(book.stored, 0)::text as stored,
       coalesce(book.quarantined, 0)::text as quarantined, coalesce(book.duplicates, 0)::text as duplicates
     from ingestion.source s
     left join door on door.tenant_id = s.tenant_id and door.source_id = s.id
     left join book on book.tenant_id = s.tenant_id and book.source_id = s.id
     where s.tenant_id = any ($1::uuid[]) and ($4::uuid is null or s.tenant_id = $4) order by s.tenant_id, s.id limit 500`, [read.readScope, since, until, tenantId]);
}
