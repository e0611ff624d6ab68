import { InvalidCalendar } from './sla.errors';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local `HH:MM` opening and closing; a closing of `24:00` is the next midnight, one at or before the opening is on the next date. */
export type LocalShift = readonly [start: string, end: string];

/** Replaces the whole list of shifts that start on a date; an empty list closes it. Shifts of the day before still run into it. */
export interface CalendarException { readonly date: string; readonly intervals: readonly LocalShift[] }

/** Opening hours on the wall clock of one IANA zone; a missing weekday is closed (specification 1.2). */
export interface WeeklyCalendar {
  readonly tz: string;
  readonly weekly: Readonly<Partial<Record<Weekday, readonly LocalShift[]>>>;
  readonly exceptions?: readonly CalendarException[];
}

/** Calendars combined; `subtract` takes all others from the first. Members are definitions or names of the same book. */
export interface ComposedCalendar {
  readonly op: 'union' | 'intersect' | 'subtract';
  readonly of: readonly (string | CalendarDefinition)[];
}

export type CalendarDefinition = WeeklyCalendar | ComposedCalendar;

/** Calendars by name. Treat a book as immutable: what is computed from it is remembered by identity and by content. */
export type CalendarBook = Readonly<Record<string, CalendarDefinition>>;

/** The definition with every name replaced by what it names; throws InvalidCalendar for unknown names and circles. */
export function resolveCalendar(ref: string | CalendarDefinition, book: CalendarBook, trail: readonly string[] = []): CalendarDefinition {
  if (typeof ref === 'string') {
    if (trail.includes(ref)) throw new InvalidCalendar('A calendar contains itself.', ref);
    if (!Object.hasOwn(book, ref)) throw new InvalidCalendar('A calendar of this name does not exist.', ref);
    return resolveCalendar(book[ref], book, [...trail, ref]);
  }
  if (!('op' in ref)) return ref;
  if (ref.of.length === 0) throw new InvalidCalendar('A composition needs at least one calendar.', 'of');
  return { op: ref.op, of: ref.of.map((member) => resolveCalendar(member, book, trail)) };
}

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Milliseconds after local midnight of an `HH:MM` text; `24:00` is allowed only where a shift ends. */
export function parseLocalTime(text: string, path: string, mayEndDay = false): number {
  if (mayEndDay && text === '24:00') return 24 * 3_600_000;
  const match = CLOCK.exec(text);
  if (match === null) throw new InvalidCalendar('A local time must be HH:MM.', path);
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}
