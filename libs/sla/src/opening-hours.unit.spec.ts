import fc from 'fast-check';
import type { CalendarDefinition } from './calendar';
import { type Interval, intersect, merge, subtract } from './intervals';
import { openingHours } from './opening-hours';

const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length })), { maxLength: 6 }).map(merge);
const covers = (list: readonly Interval[], at: number): boolean => list.some((one) => one.from <= at && at < one.to);
const moments = Array.from({ length: 60 }, (_, at) => at);

test('union, intersection and difference of intervals agree with those of the moments they cover', () => {
  fc.assert(fc.property(spans, spans, (left, right) => {
    const both = intersect(left, right);
    const rest = subtract(left, right);
    const all = merge([...left, ...right]);

    for (const at of moments) {
      expect(covers(both, at)).toBe(covers(left, at) && covers(right, at));
      expect(covers(rest, at)).toBe(covers(left, at) && !covers(right, at));
      expect(covers(all, at)).toBe(covers(left, at) || covers(right, at));
    }
    for (const list of [both, rest, all]) expect(merge(list)).toEqual(list);
  }));
});

const workdays = (tz: string, open: string, close: string): CalendarDefinition =>
  ({ tz, weekly: { mon: [[open, close]], tue: [[open, close]], wed: [[open, close]], thu: [[open, close]], fri: [[open, close]] } });
const openHours = (calendar: CalendarDefinition, from: string, to: string): number =>
  openingHours(calendar).openMs(Date.parse(from), Date.parse(to)) / 3_600_000;

test('compositions nest: provider hours shared with the customer, less a maintenance window', () => {
  const shared: CalendarDefinition = { op: 'intersect', of: [workdays('Europe/Berlin', '09:00', '17:00'), workdays('America/New_York', '09:00', '17:00')] };
  const calendar: CalendarDefinition = { op: 'subtract', of: [shared, { tz: 'UTC', weekly: { tue: [['13:30', '14:00']] } }, { tz: 'UTC', weekly: { tue: [['13:45', '14:15']] } }] };

  // Two shared hours a day; on Tuesday the two windows together take 45 minutes.
  expect(openHours(calendar, '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z')).toBe(3.25);
});

test('a shift from nine to nine lasts a day and belongs to its start date', () => {
  const calendar: CalendarDefinition = { tz: 'Asia/Tokyo', weekly: { sat: [['09:00', '09:00']] }, exceptions: [{ date: '2026-06-07', intervals: [] }] };

  expect(openHours(calendar, '2026-06-06T00:00:00+09:00', '2026-06-07T00:00:00+09:00')).toBe(15);
  expect(openHours(calendar, '2026-06-07T00:00:00+09:00', '2026-06-08T00:00:00+09:00')).toBe(9);
});

test('a shift that the spring gap leaves empty is dropped and adjacent shifts neither gap nor overlap', () => {
  const sunday = (...sun: [string, string][]): CalendarDefinition => ({ tz: 'Europe/Berlin', weekly: { sun } });

  // 02:15 and 03:15 are one instant on that night.
  expect(openHours(sunday(['02:15', '03:15']), '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(0);
  expect(openHours(sunday(['00:00', '02:30'], ['02:30', '06:00']), '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(5);
  expect(openHours(sunday(['00:00', '02:30'], ['02:30', '06:00']), '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(7);
});

test.each<[string, CalendarDefinition]>([
  ['a time past midnight', { tz: 'UTC', weekly: { mon: [['09:00', '24:30']] } }],
  ['a shift that starts at 24:00', { tz: 'UTC', weekly: { mon: [['24:00', '02:00']] } }],
  ['a date that does not exist', { tz: 'UTC', weekly: {}, exceptions: [{ date: '2026-02-29', intervals: [] }] }],
  ['a composition of nothing', { op: 'union', of: [] }],
  ['an unknown name', { op: 'union', of: ['nowhere'] }],
])('a calendar with %s is refused', (_what, calendar) => {
  expect(() => openingHours(calendar)).toThrow(expect.objectContaining({ slug: 'sla.invalid_calendar' }));
});

test('a calendar that contains itself is refused', () => {
  expect(() => openingHours('a', { a: { op: 'union', of: ['b'] }, b: { op: 'union', of: ['a'] } })).toThrow(expect.objectContaining({ path: 'a' }));
});

test('equal names in different books are different calendars', () => {
  const of = (close: string): number => openingHours('desk', { desk: workdays('UTC', '09:00', close) }).openMs(Date.parse('2026-06-01T00:00:00Z'), Date.parse('2026-06-02T00:00:00Z'));

  expect([of('10:00'), of('12:00')]).toEqual([3_600_000, 3 * 3_600_000]);
});
