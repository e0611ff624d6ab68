import { type DayNumber, formatDate, isoWeekday, parseDate, yearOf } from './local-date';
import { DayCalendarWithoutData, InvalidDeadline } from './sla.errors';

/** Which dates are working days: ISO weekdays off and single closed dates. A year counts as entered when it has a closed date or is in `years`. */
export interface DayCalendar {
  readonly tz: string;
  readonly weekend: readonly number[];
  readonly closed: readonly string[];
  /** Years that were entered and have no closed date. */
  readonly years?: readonly number[];
}

export type DayCalendarBook = Readonly<Record<string, DayCalendar>>;

/** Working days of one day calendar. Every question about a year without data throws DayCalendarWithoutData (specification 2.2). */
export interface WorkingDays {
  readonly tz: string;
  isOpen(day: DayNumber): boolean;
  /** The day itself when it is open, else the next open one. */
  rollForward(day: DayNumber): DayNumber;
  /** The n-th open day strictly after `day`. */
  openDayAfter(day: DayNumber, n: number): DayNumber;
}

// No calendar closes for three months; a definition that does is a mistake and must not loop.
const LONGEST_CLOSURE_DAYS = 92;

/** The working days of the calendar `name`; throws InvalidDeadline when the book has no such calendar. */
export function workingDays(name: string, book: DayCalendarBook): WorkingDays {
  if (!Object.hasOwn(book, name)) throw new InvalidDeadline('A day calendar of this name does not exist.', name);
  const { tz, weekend, closed, years = [] } = book[name];
  const closedDays = new Set(closed.map((date) => parseDate(date, name)));
  const known = new Set([...years, ...[...closedDays].map(yearOf)]);
  const isOpen = (day: DayNumber): boolean => {
    if (!known.has(yearOf(day))) throw new DayCalendarWithoutData(yearOf(day), name);
    return !weekend.includes(isoWeekday(day)) && !closedDays.has(day);
  };
  const rollForward = (day: DayNumber): DayNumber => {
    for (let next = day; next <= day + LONGEST_CLOSURE_DAYS; next += 1) if (isOpen(next)) return next;
    throw new InvalidDeadline(`The day calendar has no open day soon after ${formatDate(day)}.`, name);
  };
  const openDayAfter = (day: DayNumber, n: number): DayNumber => {
    let last = day;
    for (let count = 0; count < n; count += 1) last = rollForward(last + 1);
    return last;
  };
  return { tz, isOpen, rollForward, openDayAfter };
}
