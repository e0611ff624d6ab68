import type { Millis } from './instant';
import { DAY_MS, type DayNumber } from './local-date';
import { InvalidCalendar } from './sla.errors';

/** A date and the milliseconds after its local midnight as a wall clock shows them. */
export interface LocalTime { readonly day: DayNumber; readonly millis: number }

/** Conversions between instants and the wall clock of one IANA zone. */
export interface Zone {
  readonly name: string;
  /** Milliseconds to add to UTC to get the wall clock at this instant. */
  offsetAt(at: Millis): number;
  /** What the wall clock shows at this instant. */
  localAt(at: Millis): LocalTime;
  /**
   * The instant of a local date and time. A repeated time is its first occurrence, a skipped time moves forward by the gap: RFC 5545
   * section 3.3.5 and Temporal's disambiguation `compatible` (specification 1.3). `millis` may be a full day: the next midnight.
   */
  resolve(day: DayNumber, millis: number): Millis;
}

const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name, resolved by the tz data of the runtime's own `Intl`, in Node and in browsers alike. The offset of a date is
 * that date's, never today's. Throws InvalidCalendar for a name that the runtime does not know, and for bare offsets.
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone {
  const offsetAt = offsetReader(name);
  const daily = new Map<DayNumber, number>();
  const offsetAtMidnightUtc = (day: DayNumber): number => {
    let offset = daily.get(day);
    if (offset === undefined) daily.set(day, (offset = offsetAt(day * DAY_MS)));
    return offset;
  };
  const resolve = (day: DayNumber, millis: number): Millis => {
    const wall = day * DAY_MS + millis;
    const before = offsetAtMidnightUtc(day - 1);
    const after = offsetAtMidnightUtc(day + 3);
    if (before === after) return wall - before;
    return resolveNearChange(wall, offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS), offsetAt);
  };
  const localAt = (at: Millis): LocalTime => {
    const wall = at + offsetAt(at);
    const day = Math.floor(wall / DAY_MS);
    return { day, millis: wall - day * DAY_MS };
  };
  return { name, offsetAt, localAt, resolve };
}

/** Taking the offset before the change first gives the first of two occurrences, and outside a gap it is simply right. */
function resolveNearChange(wall: number, before: number, after: number, offsetAt: (at: Millis) => number): Millis {
  if (offsetAt(wall - before) === before) return wall - before;
  if (offsetAt(wall - after) === after) return wall - after;
  // The wall clock never shows this time: the offset from before the change moves it forward by the length of the gap.
  return wall - before;
}

function offsetReader(name: string): (at: Millis) => number {
  if (!/^[A-Za-z]/.test(name)) throw new InvalidCalendar('A zone must be an IANA name.', 'tz');
  const format = wallFormat(name);
  return (at) => {
    const second = Math.floor(at / 1000) * 1000;
    const wall: Record<string, number> = {};
    for (const part of format.formatToParts(second)) wall[part.type] = Number(part.value);
    return Date.UTC(wall['year'], wall['month'] - 1, wall['day'], wall['hour'], wall['minute'], wall['second']) - second;
  };
}

function wallFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw new InvalidCalendar('The zone is not known to this runtime.', 'tz');
    throw cause;
  }
}
