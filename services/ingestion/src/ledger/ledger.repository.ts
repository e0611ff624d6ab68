import type { BatchProcessedV1, EventData } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';

type Processed = EventData<typeof BatchProcessedV1>;

/** Adds a batch's outcome; answers false when this position is already in the ledger. */
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
