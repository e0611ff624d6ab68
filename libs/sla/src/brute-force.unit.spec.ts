import fc from 'fast-check';
import { type CalendarBook, type ClockEvent, evaluateClock, type LocalShift, type WeeklyCalendar } from './index';

// An independent reference: it walks quarter hours, asks the wall clock of each, and replays the whole log for each. Slow and plain.
const STEP = 15 * 60_000;
const DAY = 96 * STEP;
const text = (at: number): string => new Date(at).toISOString();

const formats = new Map<string, Intl.DateTimeFormat>();
function wall(tz: string, at: number): string {
  let format = formats.get(tz);
  if (format === undefined) formats.set(tz, (format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'short' })));
  return format.format(at);
}

/** First quarter hour whose wall clock shows the time; when none does, the last one before it, plus the missing minutes. */
function boundary(tz: string, local: string): number {
  const around = Date.parse(`${local.replace(' ', 'T')}:00Z`);
  let before = 0;
  for (let at = around - DAY; at <= around + DAY; at += STEP) {
    const shown = wall(tz, at);
    if (shown === local) return at;
    if (shown < local) before = at;
  }
  return before + (around - Date.parse(`${wall(tz, before).replace(' ', 'T')}:00Z`));
}

const dateAfter = (date: string, days: number): string => text(Date.parse(`${date}T00:00:00Z`) + days * DAY).slice(0, 10);

function openSteps(calendar: WeeklyCalendar, from: number, to: number): Set<number> {
  const open = new Set<number>();
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
  for (let date = text(from - 2 * DAY).slice(0, 10); date <= text(to + 2 * DAY).slice(0, 10); date = dateAfter(date, 1)) {
    const exception = calendar.exceptions?.find((one) => one.date === date);
    const shifts = exception?.intervals ?? calendar.weekly[names[new Date(`${date}T00:00:00Z`).getUTCDay()]] ?? [];
    for (const [start, end] of shifts) {
      const endDate = end === '24:00' || end <= start ? dateAfter(date, 1) : date;
      const closes = boundary(calendar.tz, `${endDate} ${end === '24:00' ? '00:00' : end}`);
      for (let at = boundary(calendar.tz, `${date} ${start}`); at < closes; at += STEP) open.add(at);
    }
  }
  return open;
}

interface Replay { state: 'idle' | 'run' | 'done'; owner: string; reasons: Set<string> }

/** What the log says about the quarter hour that begins at `at`. */
function replay(events: readonly ClockEvent[], at: number): Replay {
  const now: Replay = { state: 'idle', owner: 'unassigned', reasons: new Set() };
  for (const event of events) {
    if (Date.parse(event.at) > at) break;
    if (event.type === 'start' && now.state === 'idle') now.state = 'run';
    else if (event.type === 'stop' && now.state === 'run') { now.state = 'done'; now.reasons.clear(); }
    else if (event.type === 'reopen' && now.state === 'done') now.state = 'run';
    else if (event.type === 'pause' && now.state === 'run') now.reasons.add(event.reason);
    else if (event.type === 'resume') now.reasons.delete(event.reason);
    else if (event.type === 'assign') now.owner = event.owner;
  }
  return now;
}

interface Expected { elapsedSec: number; byOwner: Map<string, number>; dueAt: string | null; breachAt: string | null }

function reference(events: readonly ClockEvent[], open: ReadonlySet<number>, targetSec: number, asOf: number): Expected {
  const result: Expected = { elapsedSec: 0, byOwner: new Map(), dueAt: null, breachAt: null };
  for (let at = Date.parse(events[0].at); at < asOf; at += STEP) {
    const now = replay(events, at);
    if (now.state !== 'run' || now.reasons.has('customer') || now.reasons.has('change') || !open.has(at)) continue;
    if (result.elapsedSec === targetSec) result.breachAt = text(at).replace('.000Z', 'Z');
    result.elapsedSec += STEP / 1000;
    result.byOwner.set(now.owner, (result.byOwner.get(now.owner) ?? 0) + STEP / 1000);
    if (result.elapsedSec === targetSec) result.dueAt = text(at + STEP).replace('.000Z', 'Z');
  }
  return result;
}

const quarter = fc.integer({ min: 0, max: 95 }).map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
const shift: fc.Arbitrary<LocalShift> = fc.tuple(quarter, fc.oneof({ weight: 4, arbitrary: quarter }, { weight: 1, arbitrary: fc.constant('24:00') }));
const shifts = fc.array(shift, { maxLength: 3 });
// Each window holds a change of the zone's offset, so the rules of repeated and skipped times are in play.
const window = fc.constantFrom(
  ['Europe/Berlin', '2026-03-26'], ['Europe/Berlin', '2026-10-22'], ['America/New_York', '2026-03-05'], ['America/New_York', '2026-10-29'],
  ['Australia/Lord_Howe', '2026-04-02'], ['Australia/Lord_Howe', '2026-10-01'], ['Asia/Kathmandu', '2028-02-26'], ['Asia/Tokyo', '2026-12-29'],
);
const calendarOf = (tz: string, date: string): fc.Arbitrary<WeeklyCalendar> => fc.record({
  tz: fc.constant(tz),
  weekly: fc.record({ mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }, { requiredKeys: ['sun'] }),
  exceptions: fc.uniqueArray(fc.record({ date: fc.integer({ min: 0, max: 6 }).map((n) => dateAfter(date, n)), intervals: shifts }), { selector: (one) => one.date, maxLength: 2 }),
});
const bodies = fc.constantFrom(
  { type: 'pause', reason: 'customer' }, { type: 'pause', reason: 'change' }, { type: 'pause', reason: 'lunch' }, { type: 'resume', reason: 'customer' },
  { type: 'resume', reason: 'change' }, { type: 'stop' }, { type: 'reopen' }, { type: 'assign', owner: 'T1' }, { type: 'assign', owner: 'T2' },
) as fc.Arbitrary<ClockEvent extends infer E ? (E extends ClockEvent ? Omit<E, 'at'> : never) : never>;
const scenario = window.chain(([tz, date]) => fc.record({
  start: fc.integer({ min: 0, max: 3 * 96 }).map((n) => Date.parse(`${date}T00:00:00Z`) + n * STEP),
  calendar: calendarOf(tz, date),
  log: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 * 96 }), bodies), { maxLength: 8 }),
  targetSec: fc.integer({ min: 1, max: 120 }).map((n) => n * (STEP / 1000)),
  asOf: fc.integer({ min: 0, max: 6 * 96 }),
}));

describe('against a reference that counts quarter hours', () => {
  test('elapsed time, owners, past due instants and breaches are the same for any log, calendar and zone', () => {
    fc.assert(fc.property(scenario, ({ start, calendar, log, targetSec, asOf: after }) => {
      const later = [...log].sort((a, b) => a[0] - b[0]).map(([n, body]) => ({ at: text(start + n * STEP), ...body }) as ClockEvent);
      const events: ClockEvent[] = [{ at: text(start), type: 'start' }, ...later];
      const asOf = start + after * STEP;
      const book: CalendarBook = { hours: calendar };

      const expected = reference(events, openSteps(calendar, start, asOf), targetSec, asOf);
      const result = evaluateClock({
        calendar: 'hours', calendars: book, policy: { targetSec, pauseOn: ['customer', 'change'], reopen: 'resume' }, events, asOf: text(asOf),
      });

      expect(result.elapsedSec).toBe(expected.elapsedSec);
      expect(result.breachAt).toBe(expected.breachAt);
      if (expected.dueAt !== null) expect(result.dueAt).toBe(expected.dueAt);
      const owners = Object.entries(result.byOwnerSec ?? Object.fromEntries(expected.byOwner)).filter(([, seconds]) => seconds > 0);
      expect(new Map(owners)).toEqual(expected.byOwner);
    }), { numRuns: 250 });
  });

  test('a predicted breach comes true at the predicted instant and not before', () => {
    fc.assert(fc.property(scenario, ({ start, calendar, targetSec }) => {
      const input = { calendar, policy: { targetSec, pauseOn: [], reopen: 'never' as const }, events: [{ at: text(start), type: 'start' as const }] };
      const { predictedBreachAt } = evaluateClock({ ...input, asOf: text(start) });
      if (predictedBreachAt === null) return;

      const at = evaluateClock({ ...input, asOf: predictedBreachAt });
      const later = evaluateClock({ ...input, asOf: text(Date.parse(predictedBreachAt) + 1) });

      expect([at.breached, at.elapsedSec]).toEqual([false, targetSec]);
      expect([later.breached, later.breachAt]).toEqual([true, predictedBreachAt]);
    }), { numRuns: 150 });
  });
});
