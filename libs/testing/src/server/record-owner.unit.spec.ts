import type { RawRecord } from '@yagura/messaging/raw-records';
import { disagreementsIn, TELEMETRY } from './record-owner';

const event = (headers: Record<string, string> = {}, envelope: object = {}, key = 'case-1'): RawRecord => ({
  topic: 'yagura.cases.case', partition: 0, offset: '0', key, headers: { id: 'i', type: 't', tenant: 'a', position: '1', ...headers },
  value: Buffer.from(JSON.stringify({ id: 'i', type: 't', tenantid: 'a', subject: 'case-1', data: { tenantId: 'a' }, ...envelope })),
});
const telemetry = (key: string): RawRecord => ({ topic: TELEMETRY, partition: 0, offset: '0', key, headers: { 'yagura-batch': JSON.stringify({ tenantId: 'a', sourceId: 's' }) }, value: Buffer.from('{}') });

describe('a record', () => {
  it('agrees with itself as our producers write it', () => {
    expect([event(), event({}, { data: {} }), telemetry('a/s')].flatMap(disagreementsIn)).toEqual([]);
  });

  it.each([
    ['a header of another tenant', event({ tenant: 'b' })], ['an envelope of another tenant', event({}, { tenantid: 'b' })], ['data of another tenant', event({}, { data: { tenantId: 'b' } })],
    ['another key', event({}, {}, 'case-2')], ['another id', event({ id: 'j' })], ['another type', event({ type: 'u' })], ['telemetry under another key', telemetry('b/s')],
  ])('disagrees with %s', (_, record) => {
    expect(disagreementsIn(record)).not.toEqual([]);
  });
});
