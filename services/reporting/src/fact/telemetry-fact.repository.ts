import type { BatchProcessedV1, EventData } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { TelemetryDay } from './snapshot';

const QUARTER_MS = 15 * 60_000;

/** Adds a batch to the counts of its source and quarter hour. */
export async function addBatch(tx: TenantTx, batch: EventData<typeof BatchProcessedV1>): Promise<void> {
  const quarter = new Date(Math.floor(Date.parse(batch.receivedAt) / QUARTER_MS) * QUARTER_MS);
  await tx.sql(
    `insert into reporting.batch_count as c (tenant_id, source_id, quarter_at, batches, stored, quarantined, duplicates, raw_bytes, last_received_at)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8)
     on conflict (tenant_id, source_id, quarter_at) do update set batches = c.batches + 1, stored = c.stored + excluded.stored,
       quarantined = c.quarantined + excluded.quarantined, duplicates = c.duplicates + excluded.duplicates, raw_bytes = c.raw_bytes + excluded.raw_bytes,
       last_received_at = greatest(c.last_received_at, excluded.last_received_at)`,
    [tx.tenantId, batch.sourceId, quarter, batch.stored, batch.quarantined, batch.duplicates, batch.rawBytes, batch.receivedAt]);
}

interface DayRow extends Record<string, unknown> {
  readonly source_id: string; readonly day: string; readonly stored: string; readonly quarantined: string; readonly duplicates: string; readonly raw_bytes: string;
}

/** Counts per source and day of the zone between two instants. */
export async function telemetryDays(read: TenantRead, from: Date, until: Date, timeZone: string): Promise<TelemetryDay[]> {
  const rows = await read.sql<DayRow>(
    `select source_id, to_char(quarter_at at time zone $4, 'YYYY-MM-DD') as day, sum(stored)::text as stored, sum(quarantined)::text as quarantined,
       sum(duplicates)::text as duplicates, sum(raw_bytes)::text as raw_bytes
     from reporting.batch_count where tenant_id = $1 and quarter_at >= $2 and quarter_at < $3 group by 1, 2 order by 1, 2`, [read.tenantId, from, until, timeZone]);
  return rows.map((row) => ({
    sourceId: row.source_id, day: row.day, stored: BigInt(row.stored), quarantined: BigInt(row.quarantined), duplicates: BigInt(row.duplicates),
    rawBytes: BigInt(row.raw_bytes),
  }));
}
