import { datesOf, localDate, monthBounds, monthOf, monthsAfter, reportPeriod } from './period';

const HOUR = 3_600_000;
const hoursOf = (month: string, timeZone: string): number => {
  const { from, until } = monthBounds(month, timeZone);
  return (until.getTime() - from.getTime()) / HOUR;
};

describe('a month of a tenant’s zone', () => {
  it.each([
    ['2026-06', 'Asia/Tokyo', '2026-05-31T15:00:00.000Z', '2026-06-30T15:00:00.000Z', 720],
    ['2026-02', 'Asia/Tokyo', '2026-01-31T15:00:00.000Z', '2026-02-28T15:00:00.000Z', 672],
    ['2026-03', 'Europe/London', '2026-03-01T00:00:00.000Z', '2026-03-31T23:00:00.000Z', 743],
    ['2026-10', 'Europe/London', '2026-09-30T23:00:00.000Z', '2026-11-01T00:00:00.000Z', 745],
    ['2026-12', 'Europe/London', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', 744],
    ['2026-04', 'Asia/Kathmandu', '2026-03-31T18:15:00.000Z', '2026-04-30T18:15:00.000Z', 720],
  ])('%s in %s is cut at local midnights, whatever the clocks do', (month, timeZone, from, until, hours) => {
    const bounds = monthBounds(month, timeZone);

    expect([bounds.from.toISOString(), bounds.until.toISOString()]).toEqual([from, until]);
    expect(hoursOf(month, timeZone)).toBe(hours);
  });

  it('holds its first instant and not its last', () => {
    const { from, until } = monthBounds('2026-10', 'Europe/London');

    expect(monthOf(from, 'Europe/London')).toBe('2026-10');
    expect(monthOf(new Date(from.getTime() - 1), 'Europe/London')).toBe('2026-09');
    expect(monthOf(until, 'Europe/London')).toBe('2026-11');
    expect(monthsAfter('2026-01', -2)).toBe('2025-11');
  });
});

describe('the period of a report', () => {
  const facts = (now: string, watermark: string, timeZone = 'Asia/Tokyo') => ({ timeZone, now: new Date(now), watermark: new Date(watermark) });

  it('is final and told as of its end once the month is over there, not here', () => {
    const tokyo = reportPeriod('2026-06', facts('2026-06-30T15:00:00Z', '2026-06-30T14:00:00Z'));

    expect(tokyo).toMatchObject({ month: '2026-06', isFinal: true, asOf: new Date('2026-06-30T15:00:00Z') });
    expect(() => reportPeriod('2026-06', facts('2026-06-30T15:00:00Z', '2026-06-30T14:00:00Z', 'Europe/London'))).toThrow(/has not ended/);
    expect(() => reportPeriod('2026-06', facts('2026-06-30T14:59:59.999Z', '2026-06-30T14:00:00Z'))).toThrow(/has not ended/);
  });

  it('to date is told as of the newest known event, so that asking later changes nothing', () => {
    const early = reportPeriod('to-date', facts('2026-06-12T00:00:00Z', '2026-06-11T23:00:00Z'));
    const late = reportPeriod('to-date', facts('2026-06-29T00:00:00Z', '2026-06-11T23:00:00Z'));

    expect(early).toEqual(late);
    expect(early).toMatchObject({ isFinal: false, asOf: new Date('2026-06-11T23:00:00Z'), until: new Date('2026-06-30T15:00:00Z') });
  });

  it('to date of a month in which nothing happened yet is told as of its beginning', () => {
    const period = reportPeriod('to-date', facts('2026-06-12T00:00:00Z', '2026-05-02T00:00:00Z'));

    expect(period.asOf).toEqual(period.from);
    expect(datesOf(period)).toEqual(['2026-06-01']);
  });

  it('names every local date once, also over a change of the clocks', () => {
    const dates = datesOf(reportPeriod('2026-10', facts('2026-12-01T00:00:00Z', '2026-11-20T00:00:00Z', 'Europe/London')));

    expect(dates).toHaveLength(31);
    expect([dates[0], dates[30]]).toEqual(['2026-10-01', '2026-10-31']);
    expect(localDate(new Date('2026-10-25T00:30:00Z'), 'Europe/London')).toBe('2026-10-25');
  });
});
