import { InvalidRating } from './rating.errors';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds of an ISO 8601 instant with offset; throws InvalidRating for anything else. */
export function instantMs(text: string, path?: string): number {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidRating('An instant must be ISO 8601 with an offset.', path);
  return at;
}

/** Day number of a `YYYY-MM-DD` date, for counting calendar days. */
export function dayNumber(date: string, path?: string): number {
  const at = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) throw new InvalidRating('A date must be YYYY-MM-DD.', path);
  return at / DAY_MS;
}

/** The local month `YYYY-MM` in which an instant lies: the billing period of its event time (specification 5.2). */
export function periodOf(time: string, tz: string): string {
  return wallOf(tz, instantMs(time, 'time')).slice(0, 7);
}

/** The half-open span of a local month, cut at local midnights; its length follows the zone's changes, so a month may have 743 hours. */
export function monthBounds(month: string, tz: string): { readonly from: number; readonly to: number } {
  const match = MONTH.exec(month);
  if (match === null) throw new InvalidRating('A month must be YYYY-MM.', 'month');
  const [year, index] = [Number(match[1]), Number(match[2])];
  return { from: localMidnight(Date.UTC(year, index - 1, 1), tz), to: localMidnight(Date.UTC(year, index, 1), tz) };
}

/** Hours of a local month; a fraction where a zone changes by half an hour. */
export function hoursOfMonth(month: string, tz: string): number {
  const { from, to } = monthBounds(month, tz);
  return (to - from) / HOUR_MS;
}

/** First occurrence of a repeated midnight; a skipped one moves forward by the gap, as everywhere in this product (specification 1.3). */
function localMidnight(wall: number, tz: string): number {
  const before = offsetAt(tz, wall - DAY_MS);
  const after = offsetAt(tz, wall + DAY_MS);
  if (offsetAt(tz, wall - before) === before) return wall - before;
  return offsetAt(tz, wall - after) === after ? wall - after : wall - before;
}

const offsetAt = (tz: string, at: number): number => Date.parse(`${wallOf(tz, at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;

function wallOf(tz: string, at: number): string {
  let format = formats.get(tz);
  if (format === undefined) formats.set(tz, (format = wallFormat(tz)));
  // Swedish dates are written year, month, day with hyphens, which is ISO order.
  return format.format(Math.floor(at / 1000) * 1000);
}

function wallFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', {
      timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw new InvalidRating('The zone is not known to this runtime.', 'tz');
    throw cause;
  }
}
