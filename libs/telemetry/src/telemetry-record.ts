import type { HotColumns } from '@yagura/ocsf';
import type { EventTime } from './event-time';
import type { FrameFault } from './frame';
import type { LogSource, RecordKind } from './log-source';
import type { RecordView } from './record-view';

/** What a parser of one source makes of an event; `parseRecord` adds what every record has. */
export interface Reading {
  readonly kind: RecordKind;
  readonly view: RecordView;
  readonly time: EventTime;
  readonly severityId: number;
  readonly hot: HotColumns;
}

/**
 * One event, parsed once: its exact text, its place in time, how it is filed, its columns, and the view that rules read. Names and
 * value semantics of the view are Sigma's native ones; `get` answers undefined for an absent field and null for a null one.
 */
export class TelemetryRecord {
  readonly quarantined = false;
  /** Event time in milliseconds since 1970; the time of receipt when `timeSuspect`. */
  readonly ts: number;
  readonly timeSuspect: boolean;
  /** Log type such as `windows/sysmon`; `json` and `text` are what no mapping covers. */
  readonly src: string;
  readonly logsource: LogSource;
  /** OCSF class; 0 when no mapping covers the record. */
  readonly classUid: number;
  readonly activityId: number;
  readonly severityId: number;
  readonly hot: HotColumns;
  /** Text to search for keywords; absent for JSON records, whose `values` are searched instead. */
  readonly message?: string;
  private readonly view: RecordView;

  constructor(readonly raw: string, readonly recvTs: number, reading: Reading) {
    this.ts = reading.time.ts;
    this.timeSuspect = reading.time.suspect;
    this.src = reading.kind.src;
    this.logsource = reading.kind.logsource;
    this.classUid = reading.kind.classUid;
    this.activityId = reading.kind.activityId;
    this.severityId = reading.severityId;
    this.hot = reading.hot;
    this.message = reading.view.message;
    this.view = reading.view;
  }

  get(field: string): unknown {
    return this.view.get(field);
  }

  values(): Iterable<string> {
    return this.view.values();
  }
}

/** An event that cannot be read, kept with the reason. `bytes` are its exact bytes when `raw` cannot stand for them. */
export interface Quarantined {
  readonly quarantined: true;
  readonly reason: FrameFault;
  readonly raw: string;
  readonly bytes?: Uint8Array;
  readonly recvTs: number;
}
