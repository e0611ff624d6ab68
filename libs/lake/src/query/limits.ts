/** What one query may cost; the engine enforces each and stops the query (ClickHouse: restrictions on query complexity). */
export interface LakeLimits {
  readonly maxRowsRead: number;
  readonly maxBytesRead: number;
  readonly maxSeconds: number;
  readonly maxResultBytes: number;
}

/** About what two threads scan of the raw column in half a minute; a hunt that needs more is cut into days by its service. */
export const DEFAULT_LIMITS: LakeLimits = { maxRowsRead: 500_000_000, maxBytesRead: 60_000_000_000, maxSeconds: 30, maxResultBytes: 64 * 1024 * 1024 };

/** The limits as settings of one request. */
export function limitSettings(limits: LakeLimits, maxResultRows: number): Record<string, string | number> {
  return {
    max_rows_to_read: String(limits.maxRowsRead), max_bytes_to_read: String(limits.maxBytesRead), read_overflow_mode: 'throw',
    max_execution_time: limits.maxSeconds, timeout_overflow_mode: 'throw',
    max_result_rows: String(maxResultRows), max_result_bytes: String(limits.maxResultBytes), result_overflow_mode: 'throw',
  };
}
