import { type DeadlineRule, evaluateDeadline } from './deadline';
import { NAMED_DAY_CALENDARS } from './named-calendars';
import { evaluateRelativeClock } from './relative-clock';

const hours = (from: string, n: number): DeadlineRule => ({ kind: 'elapsed_hours', from, n });

test('a deadline whose fact is missing is no deadline', () => {
  expect(evaluateDeadline(hours('aware_at', 72), {})).toBeNull();
  expect(evaluateDeadline(hours('aware_at', 72), { aware_at: null })).toBeNull();
});

test('the earlier of two is provisional while one fact is missing', () => {
  const rule: DeadlineRule = { kind: 'earlier_of', rules: [hours('classified_at', 4), hours('aware_at', 24)] };

  expect(evaluateDeadline(rule, { aware_at: '2026-06-03T08:00:00Z' })).toEqual({ dueAt: '2026-06-04T08:00:00Z', provisional: true });
  expect(evaluateDeadline(rule, { aware_at: '2026-06-03T08:00:00Z', classified_at: '2026-06-03T09:00:00Z' })).toEqual({ dueAt: '2026-06-03T13:00:00Z' });
  expect(evaluateDeadline(rule, {})).toBeNull();
});

test('a classification exactly at the limit is not late, a millisecond after it is', () => {
  const rule: DeadlineRule = {
    kind: 'earlier_of', rules: [hours('classified_at', 4), hours('aware_at', 24)],
    lateClassification: { ifMoreThanHoursAfter: { from: 'aware_at', to: 'classified_at', n: 24 }, then: hours('classified_at', 4) },
  };
  const aware_at = '2026-06-03T08:00:00Z';

  expect(evaluateDeadline(rule, { aware_at, classified_at: '2026-06-04T08:00:00Z' })).toEqual({ dueAt: '2026-06-04T08:00:00Z' });
  expect(evaluateDeadline(rule, { aware_at, classified_at: '2026-06-04T08:00:00.001Z' })).toEqual({ dueAt: '2026-06-04T12:00:00.001Z' });
});

test('at the same instant the exclusive deadline is the earlier one', () => {
  const rule: DeadlineRule = { kind: 'earlier_of', rules: [hours('aware_at', 24), { kind: 'calendar_days', from: 'aware_at', n: 1, countFirstDay: true, tz: 'UTC' }] };

  expect(evaluateDeadline(rule, { aware_at: '2026-06-03T00:00:00Z' })).toEqual({ dueBefore: '2026-06-04T00:00:00Z' });
});

test('business days without a closing time end with the day', () => {
  const rule: DeadlineRule = { kind: 'business_days', from: 'aware_at', n: 2, calendar: 'jp_government' };

  // Two open days after the eve of the year-end closure: 4 and 5 January.
  expect(evaluateDeadline(rule, { aware_at: '2026-12-28T10:00:00+09:00' }, NAMED_DAY_CALENDARS)).toEqual({ dueBefore: '2027-01-05T15:00:00Z' });
});

test('a month after the last of January in a leap year is the twenty-ninth of February', () => {
  const rule: DeadlineRule = { kind: 'months', from: 'notified_at', n: 1, tz: 'Europe/Berlin', end: 'end_of_day' };

  expect(evaluateDeadline(rule, { notified_at: '2028-01-31T10:00:00+01:00' })).toEqual({ dueBefore: '2028-02-29T23:00:00Z' });
});

test('a due instant inside the spring gap moves forward', () => {
  const rule: DeadlineRule = { kind: 'months', from: 'notified_at', n: 1, tz: 'Europe/Berlin', end: 'same_time' };

  expect(evaluateDeadline(rule, { notified_at: '2026-02-28T02:30:00+01:00' })).toEqual({ dueAt: '2026-03-28T01:30:00Z' });
  expect(evaluateDeadline(rule, { notified_at: '2027-02-28T02:30:00+01:00' })).toEqual({ dueAt: '2027-03-28T01:30:00Z' });
});

test('a day calendar without data for a year is an error, never a guess', () => {
  const rule: DeadlineRule = { kind: 'business_days', from: 'aware_at', n: 1, calendar: 'gb_england', endAt: '17:00' };

  expect(() => evaluateDeadline(rule, { aware_at: '2027-12-31T10:00:00Z' }, NAMED_DAY_CALENDARS)).toThrow(expect.objectContaining({ slug: 'sla.day_calendar_without_data' }));
  expect(() => evaluateDeadline(rule, { aware_at: '2026-12-31T10:00:00Z' })).toThrow(expect.objectContaining({ slug: 'sla.invalid_deadline' }));
});

describe('a relative target', () => {
  const rule: DeadlineRule = { kind: 'business_days', from: 'started_at', n: 1, calendar: 'gb_england', endAt: '17:00' };
  const clock = (asOf: string, ...more: { at: string; type: 'stop' | 'cancel' }[]) => evaluateRelativeClock({
    rule, dayCalendars: NAMED_DAY_CALENDARS, asOf, events: [{ at: '2026-04-02T15:00:00+01:00', type: 'start' }, { at: '2026-04-02T16:00:00Z', type: 'pause', reason: 'customer' }, ...more],
  });

  test('is met until its last instant, whatever was paused', () => {
    expect(clock('2026-04-08T00:00:00Z', { at: '2026-04-07T16:00:00Z', type: 'stop' })).toEqual({ state: 'stopped', outcome: 'met', deadline: { dueAt: '2026-04-07T16:00:00Z' }, breached: false, breachAt: null });
  });

  test('is breached after it, running or stopped', () => {
    expect(clock('2026-04-07T16:00:00.001Z')).toMatchObject({ state: 'running', outcome: 'breached', breachAt: '2026-04-07T16:00:00Z' });
    expect(clock('2026-04-09T00:00:00Z', { at: '2026-04-08T00:00:00Z', type: 'stop' })).toMatchObject({ state: 'stopped', outcome: 'breached' });
  });

  test('that is cancelled in time is neither met nor breached', () => {
    expect(clock('2026-04-09T00:00:00Z', { at: '2026-04-03T00:00:00Z', type: 'cancel' })).toMatchObject({ state: 'cancelled', outcome: 'cancelled' });
  });
});
