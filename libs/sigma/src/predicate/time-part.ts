import { numberOf } from './number-value';

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * A part of a timestamp as written, in the event's own offset and without conversion; `week` is the ISO 8601 week.
 * Accepts ISO 8601 with `T` or a space, and Unix time in seconds, milli-, micro- or nanoseconds, which is read as UTC.
 * A date without a time of day has no hour and no minute. Anything else yields undefined.
 */
export function timePartOf(value: unknown, part: TimePart): number | undefined {
  const fields = typeof value === 'string' ? isoFields(value) ?? epochFields(value) : epochFields(value);
  if (fields === undefined) return undefined;
  if (part === 'week') return isoWeek(fields.year, fields.month, fields.day);
  return fields[part];
}

interface TimeFields {
  readonly year: number; readonly month: number; readonly day: number;
  readonly hour: number | undefined; readonly minute: number | undefined;
}

function isoFields(text: string): TimeFields | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1, 6).map((piece?: string) => (piece === undefined ? undefined : Number(piece)));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && (hour ?? 0) <= 24 && (minute ?? 0) <= 59;
  return isReal ? { year, month, day, hour, minute } : undefined;
}

/** The number of digits tells the unit: 10 for seconds (2001 to 2286), then three more for each finer one. */
function epochFields(value: unknown): TimeFields | undefined {
  const number = numberOf(value);
  if (number === undefined || number <= 0) return undefined;
  const whole = typeof number === 'bigint' ? number : BigInt(Math.floor(number));
  const millis = epochMillis(whole, whole.toString().length);
  if (millis === undefined) return undefined;
  const date = new Date(Number(millis));
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(),
  };
}

function epochMillis(whole: bigint, digits: number): bigint | undefined {
  switch (digits) {
    case 10: return whole * 1000n;
    case 13: return whole;
    case 16: return whole / 1000n;
    case 19: return whole / 1_000_000n;
    default: return undefined;
  }
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The ISO week belongs to the year of its Thursday. */
function isoWeek(year: number, month: number, day: number): number {
  const thursday = new Date(Date.UTC(year, month - 1, day));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - yearStart) / (7 * 86_400_000)) + 1;
}
