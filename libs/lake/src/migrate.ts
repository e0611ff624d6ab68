import type { ClickHouseClient } from '@clickhouse/client';
import { LAKE_TABLES, type LakeTable } from './schema';

/** More than all inserts in flight and all that a redelivered log can repeat; a forgotten token would let a repeat double its rows. */
const DEDUPLICATION_WINDOW = 20_000;

/** A reader holds whole granules; with 2.4 kB of raw text per record the engine's own 10 MiB made a scan need 300 MiB (measured). */
const GRANULE_BYTES = 2 * 1024 * 1024;

const LAYOUT: Readonly<Record<LakeTable, { readonly partition: string; readonly order: string }>> = {
  events: { partition: '(rclass, toYYYYMMDD(ts))', order: '(tenant, src, ts, batch, seq)' },
  quarantine: { partition: 'toYYYYMMDD(recv_ts)', order: '(tenant, recv_ts, batch, seq)' },
};

/**
 * Creates the tables that are missing; safe to run at every start and by several processes. Parts are flushed to the disk before
 * an insert is acknowledged, because the position in the telemetry log moves on that acknowledgement.
 */
export async function migrateLake(client: ClickHouseClient): Promise<void> {
  for (const table of Object.keys(LAKE_TABLES) as LakeTable[]) await client.command({ query: tableDefinition(table) });
}

function tableDefinition(table: LakeTable): string {
  const columns = Object.entries(LAKE_TABLES[table]).map(([name, type]) => `${name} ${type}${name === 'raw' ? ' CODEC(ZSTD(1))' : ''}`);
  // A finding names its record by batch; the sorting key alone would read that column of all the tenant's days.
  columns.push('INDEX batch_seen batch TYPE bloom_filter(0.01) GRANULARITY 1');
  const { partition, order } = LAYOUT[table];
  return `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')}) ENGINE = MergeTree PARTITION BY ${partition} ORDER BY ${order} `
    + `SETTINGS non_replicated_deduplication_window = ${DEDUPLICATION_WINDOW}, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity_bytes = ${GRANULE_BYTES}`;
}
