/** Column types of the lake that the Native encoder writes. */
export type LakeType = 'LowCardinality(String)' | 'String' | "DateTime64(3, 'UTC')" | 'UUID' | 'UInt8' | 'UInt16' | 'UInt32' | 'IPv6';

/**
 * Columns of the table `events` in stored order: one row per telemetry record. `(batch, seq)` is its exact identity; `tenant` is the
 * tenant's UUID as text; `hold` 1 keeps a row past its retention; `rclass` is its retention in days; `pack` the parser pack that read
 * it. Times are milliseconds since 1970 in UTC. IPv4 addresses are stored mapped (`::ffff:a.b.c.d`); none is `::`.
 */
export const EVENT_COLUMNS = {
  tenant: 'LowCardinality(String)', ts: "DateTime64(3, 'UTC')", recv_ts: "DateTime64(3, 'UTC')", src: 'LowCardinality(String)', source_id: 'UInt32',
  batch: 'UUID', seq: 'UInt32', class_uid: 'UInt32', activity: 'UInt8', severity: 'UInt8', rclass: 'UInt16', hold: 'UInt8', pack: 'UInt32',
  host: 'String', user: 'String', image: 'String', cmd: 'String', parent: 'String', file: 'String', reg: 'String',
  src_ip: 'IPv6', dst_ip: 'IPv6', dst_port: 'UInt16', dns: 'String', url: 'String', sha256: 'String', event_code: 'LowCardinality(String)', raw: 'String',
} as const satisfies Readonly<Record<string, LakeType>>;

/** Columns of the table `quarantine`: a record that no parser could read, with the reason's slug and its raw text. */
export const QUARANTINE_COLUMNS = {
  tenant: 'LowCardinality(String)', recv_ts: "DateTime64(3, 'UTC')", source_id: 'UInt32', batch: 'UUID', seq: 'UInt32', reason: 'LowCardinality(String)', raw: 'String',
} as const satisfies Readonly<Record<string, LakeType>>;

/** Every table of the lake; the emitter, the encoder and the migration know no other. */
export const LAKE_TABLES = { events: EVENT_COLUMNS, quarantine: QUARANTINE_COLUMNS } as const;

export type LakeTable = keyof typeof LAKE_TABLES;
export type ColumnOf<Table extends LakeTable> = keyof (typeof LAKE_TABLES)[Table] & string;

/** Retention class of a row whose agreement names none, in days: a quarter of searchable history. */
export const DEFAULT_RETENTION_CLASS = 90;

/** JavaScript value of a column type; `raw` may also be the bytes as they came, which are stored untouched. */
type ValueOf<Type extends LakeType> = Type extends 'UInt8' | 'UInt16' | 'UInt32' | "DateTime64(3, 'UTC')" ? number : string;
type RowOf<Table extends LakeTable> = { readonly [Name in ColumnOf<Table>]: Name extends 'raw' ? string | Uint8Array : ValueOf<(typeof LAKE_TABLES)[Table][Name] & LakeType> };

export type EventRow = RowOf<'events'>;
export type QuarantineRow = RowOf<'quarantine'>;
export interface LakeRows { readonly events: EventRow; readonly quarantine: QuarantineRow }
