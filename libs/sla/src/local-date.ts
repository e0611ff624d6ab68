import { InvalidCalendar } from './sla.errors';

/** A date of a local calendar as the number of days since 1970-01-01; it names no instant until a zone resolves it. */
export type DayNumber = number;

export const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Day number of a `YYYY-MM-DD` date; throws InvalidCalendar for a text that is no date of the Gregorian calendar. */
export function parseDate(text: string, path?: string): DayNumber {
  const match = DATE.exec(text);
  const day = match === null ? Number.NaN : Date.UTC(+match[1], +match[2] - 1, +match[3]) / DAY_MS;
  if (Number.isNaN(day) || formatDate(day) !== text) throw new InvalidCalendar('A date must be YYYY-MM-DD.', path);
  return day;
}

/** `YYYY-MM-DD` of a day number. */
export const formatDate = (day: DayNumber): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Year of the Gregorian calendar. */
export const yearOf = (day: DayNumber): number => new Date(day * DAY_MS).getUTCFullYear();

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export const isoWeekday = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The same day of the month `months` later, or the last day of that month when it has no such day. */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const date = new Date(day * DAY_MS);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first / DAY_MS + Math.min(date.getUTCDate(), length) - 1;
}
