import { newId } from '@yagura/kernel';
import type { KafkaMessage } from 'kafkajs';
import { openedEnvelope } from '../opened-envelope';
import { laneRecordOf, recordOfRow } from './domain-record';
import { batchOf, recordOf } from './telemetry-record';

const [a, b] = [newId<'tenant'>(), newId<'tenant'>()];
type Arrived = Pick<KafkaMessage, 'key' | 'value' | 'headers' | 'offset'>;
/** As it comes back from a broker: everything is bytes. */
const arrived = ({ key, value, headers }: ReturnType<typeof recordOf>): Arrived => ({
  key: Buffer.from(key ?? ''), value: Buffer.from(value ?? ''), headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, each]) => [name, Buffer.from(String(each))])),
  offset: '6',
});

describe('a record of telemetry', () => {
  const sourceId = newId<'source'>();
  const headers = {
    door: 'hec.event', encoding: 'identity' as const, sourceNumber: 1, parser: null, timeZone: 'UTC', count: 1, wireBytes: 2, rawBytes: 2, sha256: 'x', batchKey: 'y', receivedAt: 0,
  };
  const own = arrived(recordOf({ tenantId: a, sourceId, batchId: newId<'batch'>(), headers, body: Buffer.from('{}') }));

  it('is read as the door wrote it', () => {
    expect(batchOf(0, own)).toMatchObject({ tenantId: a, sourceId, position: 7n });
  });

  it.each([
    ['of another tenant', `${b}/${sourceId}`], ['of another source', `${a}/${newId()}`], ['with its parts changed round', `${sourceId}/${a}`], ['that is empty', ''],
  ])('is nobody’s under a key %s', (_, key) => {
    expect(batchOf(0, { ...own, key: Buffer.from(key) })).toBeUndefined();
  });

  it('is nobody’s without a key', () => {
    expect(batchOf(0, { ...own, key: null })).toBeUndefined();
  });
});

describe('a record of an event', () => {
  const [id, subject] = [newId(), newId()];
  const envelope = {
    specversion: '1.0', id, source: 'tenants', type: 'yagura.member.changed.v1', subject, time: new Date(0).toISOString(), datacontenttype: 'application/json', tenantid: a, actorid: 'x', correlationid: 'y', data: { tenantId: a },
  };
  const own = arrived(recordOfRow({ position: '3', id, type: envelope.type, tenant_id: a, topic: 'tenants.member', key: subject, envelope: JSON.stringify(envelope), traceparent: null }));
  const opened = (message: Arrived): unknown => {
    const record = laneRecordOf(message);
    return record === undefined ? undefined : openedEnvelope(record);
  };

  it('is opened as the relay wrote it', () => {
    expect(opened(own)).toEqual(envelope);
  });

  it.each([
    ['another tenant', { tenant: b }], ['another id', { id: newId() }], ['another type', { type: 'yagura.case.closed.v1' }],
  ])('stays closed when its headers name %s', (_, changed) => {
    const headers = Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, Buffer.from(value)]));
    expect(opened({ ...own, headers: { ...own.headers, ...headers } })).toBeUndefined();
  });

  it('stays closed under another key', () => {
    expect(opened({ ...own, key: Buffer.from(newId()) })).toBeUndefined();
  });

  it.each([
    ['another tenant', { tenantid: b }], ['another subject', { subject: newId() }], ['another id', { id: newId() }], ['another tenant in its data', { data: { tenantId: b } }],
  ])('stays closed when its envelope names %s', (_, changed) => {
    expect(opened({ ...own, value: Buffer.from(JSON.stringify({ ...envelope, ...changed })) })).toBeUndefined();
  });
});
