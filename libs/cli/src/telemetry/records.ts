import { frameBody, parseRecord, type Quarantined, type TelemetryRecord } from '@yagura/telemetry';
import { linesOf } from './record-lines';

/** One record of a file: `number` counts records from 1, `line` lines. */
export interface NumberedRecord {
  readonly number: number;
  readonly line: number;
  readonly record: TelemetryRecord | Quarantined;
}

/** Reads a file of log lines or JSON the way the doors do; a line that unpacks into several records gives them all. Empty lines are passed over. */
export async function* recordsOf(file: string): AsyncGenerator<NumberedRecord> {
  let number = 0;
  let line = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    const framed = frameBody(bytes, 'hec.raw');
    for (const frame of framed.ok ? framed.frames : []) {
      number += 1;
      yield { number, line, record: parseRecord(frame, {}, Date.now()) };
    }
  }
}
