import { formatInstant } from './instant';
import { JAPANESE_HOLIDAYS } from './japanese-holidays';
import { DAY_MS, formatDate, isoWeekday, parseDate } from './local-date';
import { ALWAYS, LONDON_BUSINESS_HOURS, TOKYO_BUSINESS_HOURS } from './named-calendars';
import { neverOpens, openingHours } from './opening-hours';

const at = (text: string): number => Date.parse(text);
const nthMonday = (year: number, month: number, n: number): string => {
  const first = parseDate(`${year}-${String(month).padStart(2, '0')}-01`);
  return formatDate(first + ((8 - isoWeekday(first)) % 7) + (n - 1) * 7);
};

/** Article 2 of the act for one year; the equinox days are given, as the observatory announces them. */
function byArticleTwo(year: number, equinoxes: readonly [string, string]): string[] {
  const fixed = ['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23', ...equinoxes];
  const mondays: [number, number][] = [[1, 2], [7, 3], [9, 3], [10, 2]];
  return [...fixed.map((date) => `${year}-${date}`), ...mondays.map(([month, n]) => nthMonday(year, month, n))];
}

/** Article 3: a holiday on a Sunday moves to the next day that is none; a day between two holidays becomes one. */
function withArticleThree(dates: readonly string[]): string[] {
  const days = new Set(dates.map((date) => parseDate(date)));
  for (const date of dates) {
    let day = parseDate(date);
    if (isoWeekday(day) === 7) { while (days.has(day)) day += 1; days.add(day); }
  }
  for (const day of [...days]) if (days.has(day + 2) && !days.has(day + 1) && isoWeekday(day + 1) !== 7) days.add(day + 1);
  return [...days].sort((a, b) => a - b).map(formatDate);
}

test.each([[2026, ['03-20', '09-23']], [2027, ['03-21', '09-23']]] as const)('the Japanese holidays of %d follow from the act', (year, equinoxes) => {
  const listed = JAPANESE_HOLIDAYS.map(({ date }) => date).filter((date) => date.startsWith(`${year}`));

  expect(listed).toEqual(withArticleThree(byArticleTwo(year, equinoxes)));
});

test('round the clock leaves no time out over a year', () => {
  expect(openingHours(ALWAYS).openMs(at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'))).toBe(365 * DAY_MS);
});

test('Tokyo opens on the Thursday after Golden Week 2026', () => {
  const [first] = openingHours(TOKYO_BUSINESS_HOURS).openWithin(at('2026-05-01T18:00:00+09:00'), at('2026-05-31T00:00:00Z'));

  expect(formatInstant(first.from)).toBe('2026-05-07T00:00:00Z');
});

test('London opens an hour earlier in UTC after the spring change and not on Easter Monday', () => {
  const opens = [...openingHours(LONDON_BUSINESS_HOURS).openWithin(at('2026-03-27T00:00:00Z'), at('2026-04-08T00:00:00Z'))].map((one) => formatInstant(one.from));

  expect(opens).toEqual([
    '2026-03-27T09:00:00Z', '2026-03-30T08:00:00Z', '2026-03-31T08:00:00Z', '2026-04-01T08:00:00Z', '2026-04-02T08:00:00Z', '2026-04-07T08:00:00Z',
  ]);
});

test('a calendar without shifts never opens, and one that opens once in ten years does', () => {
  const once = { tz: 'UTC', weekly: {}, exceptions: [{ date: '2036-05-01', intervals: [['09:00', '10:00'] as const] }] };

  expect(neverOpens(openingHours({ tz: 'UTC', weekly: {} }), at('2026-06-01T00:00:00Z'))).toBe(true);
  expect(neverOpens(openingHours(once), at('2026-06-01T00:00:00Z'))).toBe(false);
});
