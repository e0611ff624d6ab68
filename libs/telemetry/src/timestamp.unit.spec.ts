import fc from 'fast-check';
import { parseAccessLogTime, parseBsdTime, parseEpoch, parseIsoTime } from './timestamp';
import { zonedInstant } from './time-zone';

const at = (iso: string): number => Date.parse(iso);

describe('ISO times', () => {
  it.each([
    ['2026-02-03T04:05:06Z', '2026-02-03T04:05:06Z', true],
    ['2026-02-03T04:05:06.789Z', '2026-02-03T04:05:06.789Z', true],
    ['2026-02-03 04:05:06.7', '2026-02-03T04:05:06.700Z', false],
    ['2026/02/03 04:05:06', '2026-02-03T04:05:06Z', false],
    ['2026-02-03T04:05:06,123456789+09:00', '2026-02-02T19:05:06.123Z', true],
    ['2015-03-29T11:01:38.221126-0600', '2015-03-29T17:01:38.221Z', true],
    ['2024-01-15 10:30:45 +0000', '2024-01-15T10:30:45Z', true],
    ['2026-02-03T04:05:06+09', '2026-02-02T19:05:06Z', true],
    ['2020-02-29T00:00:00Z', '2020-02-29T00:00:00Z', true],
  ])('%s is read', (text, iso, zoned) => {
    expect(parseIsoTime(text)).toEqual({ ms: at(iso), zoned });
  });

  it.each([
    '2026-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-12-31T23:59:60Z', '2026-01-01T24:00:00Z', '2026-01-01',
    'infinity', '2026-01-01T00:00:00X', '+275760-09-13T00:00:00Z', '2026-01-01T00:00:00.Z', '2026-01-01T00:00:00+9:00x',
  ])('%s is no time', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });

  it('agree with the runtime for every instant from 1900 to 2200', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      expect(parseIsoTime(date.toISOString())).toEqual({ ms: date.getTime(), zoned: true });
    }));
  });
});

describe('other times', () => {
  it('of access logs carry their zone', () => {
    expect(parseAccessLogTime('17/May/2015:10:05:03 +0200')).toEqual({ ms: at('2015-05-17T08:05:03Z'), zoned: true });
  });

  it.each([
    ['Dec 31 23:59:59', '2026-01-01T00:00:05Z', '2025-12-31T23:59:59Z'],
    ['Jan  1 00:00:05', '2025-12-31T23:59:59Z', '2026-01-01T00:00:05Z'],
    ['Feb 29 12:00:00', '2024-03-01T00:00:00Z', '2024-02-29T12:00:00Z'],
    ['Jul  4 01:02:03', '2026-07-04T02:00:00Z', '2026-07-04T01:02:03Z'],
  ])('of RFC 3164, %s read at %s, take the nearest year', (text, near, expected) => {
    expect(parseBsdTime(text, at(near))).toEqual({ ms: at(expected), zoned: false });
  });

  it('of RFC 3164 with a foreign month are none', () => {
    expect(parseBsdTime('Mai 10 01:02:03', at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  it.each([[1_588_205_199.827], [1_588_205_199_827], [1_588_205_199_827_000], [1_588_205_199_827_000_000]])('since 1970, %d, are told apart by size', (value) => {
    expect(parseEpoch(value)?.ms).toBe(1_588_205_199_827);
  });
});

describe('clocks of a zone', () => {
  it.each([
    ['Asia/Tokyo', '2026-02-03T13:00:00Z', '2026-02-03T04:00:00Z'],
    ['America/New_York', '2026-07-01T12:00:00Z', '2026-07-01T16:00:00Z'],
    ['America/New_York', '2026-01-15T12:00:00Z', '2026-01-15T17:00:00Z'],
    ['Europe/Berlin', '2026-10-25T02:30:00Z', '2026-10-25T00:30:00Z'],
    ['Europe/Berlin', '2026-03-29T02:30:00Z', '2026-03-29T01:30:00Z'],
    ['Asia/Kolkata', '2026-01-01T05:30:00Z', '2026-01-01T00:00:00Z'],
  ])('of %s showing %s mean %s', (zone, fields, instant) => {
    expect(zonedInstant(at(fields), zone)).toBe(at(instant));
  });

  it('of an unknown zone mean nothing', () => {
    expect(zonedInstant(0, 'Mars/Olympus')).toBeUndefined();
  });
});
