import { asRecord, valueAt } from '../isolation/api/api-caller';
import type { RawRecord } from '@yagura/messaging/raw-records';

/** The topic of the telemetry log. */
export const TELEMETRY = 'yagura.telemetry.raw';

/** The envelope of a record of an event, whatever it says. */
export const envelopeIn = ({ value }: RawRecord): Readonly<Record<string, unknown>> => asRecord(JSON.parse(value.toString('utf8')));
/** What a door noted beside a body. */
export const factsIn = ({ headers }: RawRecord): Readonly<Record<string, unknown>> => asRecord(JSON.parse(headers['yagura-batch'] ?? 'null'));

/** Where a record says two things of whose it is and what it is, as sentences; none for a record that our own producers write. */
export function disagreementsIn(record: RawRecord): string[] {
  const said = record.topic === TELEMETRY ? ofTelemetry(record) : ofEvent(record);
  return said.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${record.topic} ${record.key}: ${what} ${String(one)} and ${String(other)}`);
}

type Said = readonly (readonly [what: string, one: unknown, other: unknown])[];

function ofTelemetry(record: RawRecord): Said {
  const { tenantId, sourceId } = factsIn(record);
  return [['key', record.key, `${String(tenantId)}/${String(sourceId)}`]];
}

function ofEvent(record: RawRecord): Said {
  const envelope = envelopeIn(record);
  return [
    ['key', record.key, envelope['subject']], ['id', record.headers['id'], envelope['id']], ['type', record.headers['type'], envelope['type']],
    ['tenant', record.headers['tenant'], envelope['tenantid']], ['tenant in its data', valueAt(envelope, 'data.tenantId') ?? envelope['tenantid'], envelope['tenantid']],
  ];
}
