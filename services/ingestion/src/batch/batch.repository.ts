import type { TenantTx } from '@yagura/db';
import { DEDUPE_WINDOW_MS } from './batch';

const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

/** An accepted request as the door counts it. */
export interface Accepted {
  readonly sourceId: string;
  readonly key: string;
  readonly records: number;
  readonly wireBytes: number;
  readonly rawBytes: number;
}

/** Notes an accepted request's key, adds it to the door's own count of its source and minute, and answers in which window of the key it falls. */
export async function noteAccepted(tx: TenantTx, { sourceId, key, records, wireBytes, rawBytes }: Accepted): Promise<number> {
  const windowStart = new Date(tx.now.getTime() - DEDUPE_WINDOW_MS);
  const [row] = await tx.sql<{ repeat: number }>(
    `with counted as (
       insert into ingestion.door_count as c (tenant_id, source_id, minute, requests, records, wire_bytes, raw_bytes) values ($1, $2, $6, 1, $7, $8, $9)
       on conflict (tenant_id, source_id, minute) do update set requests = c.requests + 1, records = c.records + excluded.records,
         wire_bytes = c.wire_bytes + excluded.wire_bytes, raw_bytes = c.raw_bytes + excluded.raw_bytes
     ) insert into ingestion.batch_key as k (tenant_id, source_id, batch_key, first_seen_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, source_id, batch_key) do update set
       repeat = case when k.first_seen_at < $5 then k.repeat + 1 else k.repeat end,
       first_seen_at = case when k.first_seen_at < $5 then excluded.first_seen_at else k.first_seen_at end
     returning repeat`, [tx.tenantId, sourceId, key, tx.now, windowStart, minuteOf(tx.now), records, wireBytes, rawBytes]);
  return row.repeat;
}

/** Notes a request's key and answers in which window of the key it falls; the count is made when its record is in the log. */
export async function noteKey(tx: TenantTx, sourceId: string, key: string): Promise<number> {
  const windowStart = new Date(tx.now.getTime() - DEDUPE_WINDOW_MS);
  const [row] = await tx.sql<{ repeat: number }>(
    `insert into ingestion.batch_key as k (tenant_id, source_id, batch_key, first_seen_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, source_id, batch_key) do update set
       repeat = case when k.first_seen_at < $5 then k.repeat + 1 else k.repeat end,
       first_seen_at = case when k.first_seen_at < $5 then excluded.first_seen_at else k.first_seen_at end
     returning repeat`, [tx.tenantId, sourceId, key, tx.now, windowStart]);
  return row.repeat;
}

/** Adds refusals of one code to a source's minute: requests, or items of a request that was accepted without them. */
export async function countRefused(tx: TenantTx, sourceId: string, code: number, times: number): Promise<void> {
  await tx.sql(
    `insert into ingestion.refusal_count as c (tenant_id, source_id, minute, code, requests) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, source_id, minute, code) do update set requests = c.requests + excluded.requests`, [tx.tenantId, sourceId, minuteOf(tx.now), code, times]);
}

/** What is kept of a refused body; a larger one is cut, and its hash tells what it was. */
const KEPT_BYTES = 1_048_576;
/** Evidence of one tenant within the window; beyond it a refusal is only counted, else a broken sender could fill the database. */
const KEPT_BYTES_PER_DAY = 64 * 1_048_576;

/** Keeps a refused body, once for as often as its client repeats it within a day. */
export async function keepRefused(tx: TenantTx, refused: { id: string; sourceId: string; code: number; reason: string; sha256: string; body: Buffer }): Promise<void> {
  const since = new Date(tx.now.getTime() - DEDUPE_WINDOW_MS);
  const kept = refused.body.subarray(0, KEPT_BYTES);
  await tx.sql(
    `insert into ingestion.refused_body (tenant_id, id, source_id, at, code, reason, sha256, body, is_truncated)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9
     where not exists (select from ingestion.refused_body b where b.tenant_id = $1 and b.source_id = $3 and b.sha256 = $7 and b.at > $10)
       and (select coalesce(sum(octet_length(b.body)), 0) from ingestion.refused_body b where b.tenant_id = $1 and b.at > $10) + $11::int <= $12::int`,
    [tx.tenantId, refused.id, refused.sourceId, tx.now, refused.code, refused.reason, refused.sha256, kept, refused.body.length > KEPT_BYTES, since, kept.length,
      KEPT_BYTES_PER_DAY]);
}
