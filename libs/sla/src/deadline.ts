import { parseLocalTime } from './calendar';
import { type DayCalendarBook, type WorkingDays, workingDays } from './day-calendar';
import { formatInstant, type Millis, parseInstant } from './instant';
import { addMonths, type DayNumber, parseDate, yearOf } from './local-date';
import { InvalidDeadline } from './sla.errors';
import { type Zone, zoneOf } from './zone';

const HOUR_MS = 3_600_000;

/** A due date as data (specification 2.2). `from`, `to` name facts; calendars name day calendars; `at`, `endAt` are local `HH:MM`. */
export type DeadlineRule =
  | { readonly kind: 'elapsed_hours'; readonly from: string; readonly n: number; readonly relief?: { readonly calendar: string; readonly at: string } }
  | {
    readonly kind: 'calendar_days'; readonly from: string; readonly n: number; readonly countFirstDay: boolean; readonly tz: string;
    readonly rollTo?: string;
  }
  | {
    readonly kind: 'months'; readonly from: string; readonly n: number; readonly tz: string; readonly end: 'same_time' | 'end_of_day';
    readonly rollTo?: string;
  }
  | { readonly kind: 'business_days'; readonly from: string; readonly n: number; readonly calendar: string; readonly endAt?: string }
  | { readonly kind: 'days_after_year_end'; readonly from: string; readonly n: number; readonly tz: string }
  | {
    readonly kind: 'earlier_of'; readonly rules: readonly DeadlineRule[];
    readonly lateClassification?: {
      readonly ifMoreThanHoursAfter: { readonly from: string; readonly to: string; readonly n: number };
      readonly then: DeadlineRule;
    };
  };

/** Facts by name, each an ISO 8601 instant with offset; a fact that is not known yet is absent or null. */
export type DeadlineFacts = Readonly<Record<string, string | null | undefined>>;

/**
 * When a duty falls due: `dueAt` is the last moment that is in time, `dueBefore` the first that is too late. `provisional` is present when
 * an `earlier_of` could not use all of its facts yet, so that the date may still move forward.
 */
export type Deadline = ({ readonly dueAt: string } | { readonly dueBefore: string }) & { readonly provisional?: true };

/** A deadline in milliseconds while it is worked out. */
interface Due { readonly at: Millis; readonly isExclusive: boolean; readonly isProvisional: boolean }

/**
 * The deadline that `rule` gives for the facts known so far, or null when its fact is missing. Throws InvalidDeadline for bad parameters
 * or unknown calendars and DayCalendarWithoutData for a year nobody entered. Never legal advice: the strict and the statutory reading of
 * a law are two rules (specification 2.1).
 */
export function evaluateDeadline(rule: DeadlineRule, facts: DeadlineFacts, dayCalendars: DayCalendarBook = {}): Deadline | null {
  const due = dueOf(rule, facts, dayCalendars);
  if (due === null) return null;
  const at = formatInstant(due.at);
  return { ...(due.isExclusive ? { dueBefore: at } : { dueAt: at }), ...(due.isProvisional ? { provisional: true } : {}) };
}

function dueOf(rule: DeadlineRule, facts: DeadlineFacts, book: DayCalendarBook): Due | null {
  if (rule.kind === 'earlier_of') return earliest(rule, facts, book);
  const from = factOf(rule.from, facts);
  if (from === null) return null;
  requireCount(rule.n);
  switch (rule.kind) {
    case 'elapsed_hours': return inclusive(withRelief(from + Math.round(rule.n * HOUR_MS), rule.relief, book));
    case 'calendar_days': {
      const zone = zoneOf(rule.tz);
      return endOf(zone, roll(zone.localAt(from).day + rule.n - (rule.countFirstDay ? 1 : 0), rule.rollTo, book));
    }
    case 'months': {
      const zone = zoneOf(rule.tz);
      const local = zone.localAt(from);
      const day = roll(addMonths(local.day, rule.n), rule.rollTo, book);
      return rule.end === 'same_time' ? inclusive(zone.resolve(day, local.millis)) : endOf(zone, day);
    }
    case 'business_days': return afterBusinessDays(from, rule.n, workingDays(rule.calendar, book), rule.endAt);
    case 'days_after_year_end': {
      const zone = zoneOf(rule.tz);
      return endOf(zone, parseDate(`${yearOf(zone.localAt(from).day)}-12-31`) + rule.n);
    }
  }
}

function factOf(name: string, facts: DeadlineFacts): Millis | null {
  const value = Object.hasOwn(facts, name) ? facts[name] : undefined;
  return value === undefined || value === null ? null : parseInstant(value, name);
}

function requireCount(n: number): void {
  if (!(Number.isFinite(n) && n >= 0)) throw new InvalidDeadline('A deadline needs a count of zero or more.', 'n');
}

const inclusive = (at: Millis): Due => ({ at, isExclusive: false, isProvisional: false });

const endOf = (zone: Zone, lastDay: DayNumber): Due => ({ at: zone.resolve(lastDay + 1, 0), isExclusive: true, isProvisional: false });

const roll = (day: DayNumber, calendar: string | undefined, book: DayCalendarBook): DayNumber =>
  (calendar === undefined ? day : workingDays(calendar, book).rollForward(day));

function withRelief(at: Millis, relief: { readonly calendar: string; readonly at: string } | undefined, book: DayCalendarBook): Millis {
  if (relief === undefined) return at;
  const days = workingDays(relief.calendar, book);
  const zone = zoneOf(days.tz);
  const { day } = zone.localAt(at);
  return days.isOpen(day) ? at : zone.resolve(days.rollForward(day), parseLocalTime(relief.at, 'relief.at'));
}

function afterBusinessDays(from: Millis, n: number, days: WorkingDays, endAt: string | undefined): Due {
  const zone = zoneOf(days.tz);
  const local = zone.localAt(from);
  const day = days.openDayAfter(local.day, n);
  if (endAt === undefined) return endOf(zone, day);
  // An end of 24:00 resolves to the next midnight because the zone accepts a full day of milliseconds.
  return inclusive(zone.resolve(day, endAt === 'same_time' ? local.millis : parseLocalTime(endAt, 'endAt', true)));
}

type EarlierOf = Extract<DeadlineRule, { kind: 'earlier_of' }>;

function earliest(rule: EarlierOf, facts: DeadlineFacts, book: DayCalendarBook): Due | null {
  const late = rule.lateClassification;
  if (late !== undefined && isLate(late.ifMoreThanHoursAfter, facts)) return dueOf(late.then, facts, book);
  const all = rule.rules.map((one) => dueOf(one, facts, book));
  const known = all.filter((due): due is Due => due !== null);
  if (known.length === 0) return null;
  // At the same instant the exclusive deadline is the stricter one.
  const first = known.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.isExclusive) ? b : a));
  return { ...first, isProvisional: known.length < all.length || first.isProvisional };
}

function isLate(test: { readonly from: string; readonly to: string; readonly n: number }, facts: DeadlineFacts): boolean {
  const from = factOf(test.from, facts);
  const to = factOf(test.to, facts);
  return from !== null && to !== null && to - from > test.n * HOUR_MS;
}
