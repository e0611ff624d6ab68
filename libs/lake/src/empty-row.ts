import { DEFAULT_RETENTION_CLASS, type EventRow } from './schema';

/** The columns that make a row somebody's: whose it is, when it happened, and its exact identity. */
export type RowIdentity = Pick<EventRow, 'tenant' | 'ts' | 'recv_ts' | 'batch' | 'seq'>;

/** A row under construction. */
export type MutableEventRow = { -readonly [Name in keyof EventRow]: EventRow[Name] };

/**
 * A row with every other column at its empty value; retention is the default class. Mappings assign to its columns: spreading a row of
 * 28 columns into a new object costs about 38 µs, a dozen times its encoding (measured).
 */
export function emptyEventRow(identity: RowIdentity): MutableEventRow {
  return {
    tenant: identity.tenant, ts: identity.ts, recv_ts: identity.recv_ts, src: '', source_id: 0, batch: identity.batch, seq: identity.seq,
    class_uid: 0, activity: 0, severity: 0, rclass: DEFAULT_RETENTION_CLASS, hold: 0, pack: 0,
    host: '', user: '', image: '', cmd: '', parent: '', file: '', reg: '', src_ip: '', dst_ip: '', dst_port: 0, dns: '', url: '', sha256: '', event_code: '', raw: '',
  };
}
