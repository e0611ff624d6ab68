import { DEFAULT_RETENTION_CLASS, type EventRow } from './schema';

/** The columns that make a row somebody's: whose it is, when it happened, and its exact identity. */
export type RowIdentity = Pick<EventRow, 'tenant' | 'ts' | 'recv_ts' | 'batch' | 'seq'>;

/** A row with every other column at its empty value, for mappings to spread over; retention is the default class. */
export function emptyEventRow(identity: RowIdentity): EventRow {
  return {
    ...identity, src: '', source_id: 0, class_uid: 0, activity: 0, severity: 0, rclass: DEFAULT_RETENTION_CLASS, hold: 0, pack: 0,
    host: '', user: '', image: '', cmd: '', parent: '', file: '', reg: '', src_ip: '', dst_ip: '', dst_port: 0, dns: '', url: '', sha256: '', event_code: '', raw: '',
  };
}
