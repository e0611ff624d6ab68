import { ClickHouseLogLevel, createClient, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client';

/** Where a lake answers: our own child's front or a ClickHouse server; the rest of the code cannot tell them apart. */
export interface LakeAddress {
  readonly url: string;
  readonly password: string;
  readonly username?: string;
  readonly database?: string;
}

/** One client per process; it holds a small pool of connections and must be closed. Bodies are never compressed: the lake is near. */
export function createLakeClient(address: LakeAddress): ClickHouseClient {
  return createClient({
    url: address.url, username: address.username ?? 'yagura', password: address.password, database: address.database ?? 'lake',
    application: 'yagura', request_timeout: 120_000, max_open_connections: 16,
    // Failures are thrown and logged once by our own runtime; the client would log query parameters, which are customers' words.
    log: { level: ClickHouseLogLevel.OFF },
    compression: { request: false, response: false },
    keep_alive: { enabled: true, idle_socket_ttl: 2500 },
  });
}

/** Settings of every insert: one insert is one block, so that its token names exactly what was stored (ClickHouse: insert deduplication). */
export const INSERT_SETTINGS: ClickHouseSettings = {
  async_insert: 0, insert_deduplicate: 1, max_insert_block_size: '4000000', min_insert_block_size_rows: '4000000', min_insert_block_size_bytes: '0', max_insert_threads: '1',
  wait_end_of_query: 1,
};
