/**
 * The normalised columns of one record, as the lake stores and searches them. Texts are '' when the source says nothing, so that
 * a column needs no null map. Values keep the source's spelling (paths, letter case); comparison folds case, not storage.
 */
export interface HotColumns {
  /** The machine the record is about, not the collector that forwarded it. */
  host: string;
  /** Who acted: `DOMAIN\name`, a login name, or a cloud principal's ARN. */
  user: string;
  /** Full path of the acting executable. */
  image: string;
  /** Its command line, or the text of a script block. */
  cmd: string;
  /** Full path of the parent executable. */
  parent: string;
  /** The file that was touched. */
  file: string;
  /** The registry key or value that was touched. */
  reg: string;
  /** Textual IPv4 or IPv6 address the activity came from. */
  src_ip: string;
  dst_ip: string;
  /** 0 when absent. */
  dst_port: number;
  /** The name that was asked for. */
  dns: string;
  /** Request target or full URL. */
  url: string;
  /** 64 lower-case hex digits. */
  sha256: string;
  /** The source's own name of the kind of record: an EventID, a CloudTrail eventName, an audit type. */
  event_code: string;
}

/** The names of the columns in storage order; the lake's writer and its table definition both follow it. */
export const HOT_COLUMN_NAMES: readonly (keyof HotColumns)[] = [
  'host', 'user', 'image', 'cmd', 'parent', 'file', 'reg', 'src_ip', 'dst_ip', 'dst_port', 'dns', 'url', 'sha256', 'event_code',
];

/** A fresh set of columns with nothing in it; the caller fills the ones it knows and owns the object. */
export function emptyHotColumns(): HotColumns {
  return {
    host: '', user: '', image: '', cmd: '', parent: '', file: '', reg: '', src_ip: '', dst_ip: '', dst_port: 0, dns: '', url: '',
    sha256: '', event_code: '',
  };
}
