import { type CalendarBook, type CalendarDefinition, type LocalShift, parseLocalTime, resolveCalendar, WEEKDAYS, type WeeklyCalendar } from './calendar';
import type { Millis } from './instant';
import { type Interval, intersect, merge, subtract } from './intervals';
import { DAY_MS, type DayNumber, isoWeekday, parseDate } from './local-date';
import { zoneOf } from './zone';

/** A calendar as instants: which spans of time are open. */
export interface OpeningHours {
  /** Open spans within `[from, to)` in order. A span may be cut into touching parts; no part is empty and none overlap. */
  openWithin(from: Millis, to: Millis): Iterable<Interval>;
  /** Open milliseconds within `[from, to)`. */
  openMs(from: Millis, to: Millis): number;
}

// Calendars are expanded in blocks of whole UTC days that are kept: most clocks of a tenant look at the same few weeks.
const BLOCK_MS = 28 * DAY_MS;
// A search ahead for a calendar that hardly ever opens covers about 150 blocks; ten such searches fit.
const MAX_BLOCKS = 1_500;
const MAX_REMEMBERED = 500;

type Expand = (from: Millis, to: Millis) => readonly Interval[];

const byContent = new Map<string, OpeningHours>();
const byBook = new WeakMap<CalendarBook, Map<string, OpeningHours>>();
const byDefinition = new WeakMap<CalendarDefinition, OpeningHours>();
const EMPTY_BOOK: CalendarBook = {};

/**
 * The opening hours of a calendar given by name or definition. Expansions are remembered, so repeated use is cheap; the result does not
 * depend on what was remembered. Throws InvalidCalendar for an unknown zone or name and for malformed times and dates.
 */
export function openingHours(ref: string | CalendarDefinition, book: CalendarBook = EMPTY_BOOK): OpeningHours {
  if (typeof ref !== 'string') {
    // A composition may name calendars of the book, so only a plain calendar may be remembered by its identity alone.
    const known = 'op' in ref ? undefined : byDefinition.get(ref);
    if (known !== undefined) return known;
    const hours = fromContent(resolveCalendar(ref, book));
    if (!('op' in ref)) byDefinition.set(ref, hours);
    return hours;
  }
  let named = byBook.get(book);
  if (named === undefined) byBook.set(book, (named = new Map<string, OpeningHours>()));
  let hours = named.get(ref);
  if (hours === undefined) named.set(ref, (hours = fromContent(resolveCalendar(ref, book))));
  return hours;
}

function fromContent(definition: CalendarDefinition): OpeningHours {
  const key = JSON.stringify(definition);
  const known = byContent.get(key);
  if (known !== undefined) return known;
  const hours = inBlocks(expanderOf(definition));
  if (byContent.size >= MAX_REMEMBERED) byContent.clear();
  byContent.set(key, hours);
  return hours;
}

function inBlocks(expand: Expand): OpeningHours {
  const blocks = new Map<number, readonly Interval[]>();
  const blockAt = (index: number): readonly Interval[] => {
    let block = blocks.get(index);
    if (block === undefined) {
      if (blocks.size >= MAX_BLOCKS) blocks.clear();
      blocks.set(index, (block = expand(index * BLOCK_MS, (index + 1) * BLOCK_MS)));
    }
    return block;
  };
  function* openWithin(from: Millis, to: Millis): Generator<Interval> {
    for (let index = Math.floor(from / BLOCK_MS); index * BLOCK_MS < to; index += 1) {
      for (const one of blockAt(index)) {
        const clipped = { from: Math.max(one.from, from), to: Math.min(one.to, to) };
        if (clipped.from < clipped.to) yield clipped;
      }
    }
  }
  const openMs = (from: Millis, to: Millis): number => {
    let total = 0;
    for (const one of openWithin(from, to)) total += one.to - one.from;
    return total;
  };
  return { openWithin, openMs };
}

function expanderOf(definition: CalendarDefinition): Expand {
  if (!('op' in definition)) return weeklyExpander(definition);
  const members = definition.of.map((member) => expanderOf(resolveCalendar(member, EMPTY_BOOK)));
  const [first, ...others] = members;
  switch (definition.op) {
    case 'union': return (from, to) => merge(members.flatMap((member) => member(from, to)));
    case 'intersect': return (from, to) => others.reduce<readonly Interval[]>((sum, next) => intersect(sum, next(from, to)), first(from, to));
    case 'subtract': return (from, to) => subtract(first(from, to), merge(others.flatMap((other) => other(from, to))));
  }
}

interface Shift { readonly start: number; readonly end: number; readonly endsNextDay: boolean }

function weeklyExpander(calendar: WeeklyCalendar): Expand {
  const zone = zoneOf(calendar.tz);
  const weekly = WEEKDAYS.map((name) => (calendar.weekly[name] ?? []).map((shift, index) => parseShift(shift, `weekly.${name}.${index}`)));
  const exceptions = new Map((calendar.exceptions ?? []).map((one, index) => [
    parseDate(one.date, `exceptions.${index}.date`), one.intervals.map((shift) => parseShift(shift, `exceptions.${index}.intervals`)),
  ]));
  if (weekly.every((day) => day.length === 0) && exceptions.size === 0) return () => [];
  const shiftOn = (day: DayNumber, shift: Shift): Interval =>
    ({ from: zone.resolve(day, shift.start), to: zone.resolve(shift.endsNextDay ? day + 1 : day, shift.end) });
  return (from, to) => {
    const shifts: Interval[] = [];
    // Two days of margin on each side: zones are up to 14 hours from UTC and a shift may end on the next date.
    for (let day = Math.floor(from / DAY_MS) - 2; day <= Math.floor(to / DAY_MS) + 1; day += 1) {
      const ofDay = exceptions.get(day) ?? weekly[isoWeekday(day) - 1];
      for (const shift of ofDay) shifts.push(shiftOn(day, shift));
    }
    return intersect(merge(shifts), [{ from, to }]);
  };
}

function parseShift([start, end]: LocalShift, path: string): Shift {
  const opens = parseLocalTime(start, path);
  const closes = parseLocalTime(end, path, true);
  if (closes === DAY_MS) return { start: opens, end: 0, endsNextDay: true };
  return { start: opens, end: closes, endsNextDay: closes <= opens };
}

/** How far ahead a due instant is looked for: eleven years, one more than the ten that the specification asks for (1.2). */
export const SEARCH_AHEAD_MS = 11 * 366 * DAY_MS;

/** True when the calendar has no open time in the years after `from`; a policy with such a calendar is to be refused (1.2). */
export function neverOpens(hours: OpeningHours, from: Millis): boolean {
  for (const one of hours.openWithin(from, from + SEARCH_AHEAD_MS)) return one.to <= one.from;
  return true;
}
