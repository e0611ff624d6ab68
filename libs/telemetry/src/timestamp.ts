/** A written time: the fields as an instant, and how far that instant can be trusted. */
export interface WrittenTime {
  /** Milliseconds since 1970 of the fields, read as UTC when `zoned` is false. */
  readonly ms: number;
  /** True when the text itself says its offset; false leaves the zone to the source's settings. */
  readonly zoned: boolean;
}

const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads `2026-02-03T04:05:06.789Z` and its relatives: `T` or a space, `/` for `-`, any number of decimals with `.` or `,`, offsets
 * `Z`, `+09:00`, `+0900`, `+09`. Undefined for anything else and for a date or time of day that does not exist (30 February,
 * 23:59:60), because an invented instant is worse than none.
 */
export function parseIsoTime(text: string): WrittenTime | undefined {
  if (text.length < 19) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const date = civilMs(year, month, day);
  const separators = isDateSeparator(text.charCodeAt(4)) && isDateSeparator(text.charCodeAt(7));
  const time = clockMs(text, 11);
  if (date === undefined || time === undefined || !separators) return undefined;
  let at = 19;
  let fraction = 0;
  const mark = text.charCodeAt(at);
  if (mark === 0x2e || mark === 0x2c) {
    const from = at + 1;
    at = from;
    while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
    if (at === from) return undefined;
    fraction = Math.floor(digits(text, from, Math.min(3, at - from)) * 10 ** Math.max(0, 3 - (at - from)));
  }
  return withOffset(text, at, date + time + fraction);
}

/** Reads the time of web access logs, `17/May/2015:10:05:03 +0000`; the zone is part of the form. */
export function parseAccessLogTime(text: string): WrittenTime | undefined {
  if (text.length < 26 || text.charCodeAt(2) !== 0x2f) return undefined;
  const date = civilMs(digits(text, 7, 4), monthNumber(text.slice(3, 6)), digits(text, 0, 2));
  const time = clockMs(text, 12);
  return date === undefined || time === undefined ? undefined : withOffset(text, 21, date + time);
}

/**
 * Reads the time of RFC 3164, `Feb  3 04:05:06`, which has neither year nor zone: the year is the one that puts the instant nearest
 * to `nearMs`, so that a line of 31 December read on 1 January keeps its year.
 */
export function parseBsdTime(text: string, nearMs: number): WrittenTime | undefined {
  if (text.length < 15) return undefined;
  const month = monthNumber(text.slice(0, 3));
  const day = text.charCodeAt(4) === 0x20 ? digits(text, 5, 1) : digits(text, 4, 2);
  const time = clockMs(text, 7);
  if (time === undefined) return undefined;
  const year = new Date(nearMs).getUTCFullYear();
  let best: number | undefined;
  for (let candidate = year - 1; candidate <= year + 1; candidate += 1) {
    const date = civilMs(candidate, month, day);
    if (date === undefined) continue;
    const ms = date + time;
    if (best === undefined || Math.abs(ms - nearMs) < Math.abs(best - nearMs)) best = ms;
  }
  return best === undefined ? undefined : { ms: best, zoned: false };
}

/**
 * Reads a count of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size: each unit is used for
 * instants after 1973 only, where their ranges do not overlap.
 */
export function parseEpoch(value: number): WrittenTime | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  let ms = value * 1000;
  for (const divisor of [1, 1e3, 1e6]) if (value >= 1e11 * divisor) ms = value / divisor;
  return { ms: Math.floor(ms), zoned: true };
}

function withOffset(text: string, from: number, ms: number): WrittenTime | undefined {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at += 1;
  if (at >= text.length) return { ms, zoned: false };
  const mark = text.charCodeAt(at);
  if ((mark | 0x20) === 0x7a) return at + 1 === text.length ? { ms, zoned: true } : undefined;
  if (mark !== 0x2b && mark !== 0x2d) return text.slice(at) === 'UTC' ? { ms, zoned: true } : undefined;
  const hours = digits(text, at + 1, 2);
  const minuteAt = text.charCodeAt(at + 3) === 0x3a ? at + 4 : at + 3;
  const minutes = minuteAt < text.length ? digits(text, minuteAt, 2) : 0;
  if (!(hours < 24 && minutes < 60)) return undefined;
  const offset = (hours * 60 + minutes) * 60_000;
  return { ms: mark === 0x2b ? ms - offset : ms + offset, zoned: true };
}

/** Midnight UTC of a calendar date, undefined when the calendar has no such date. */
function civilMs(year: number, month: number, day: number): number | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * DAY_MS;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds of `hh:mm:ss` at `at`; undefined for an impossible time of day, leap second included. */
function clockMs(text: string, at: number): number | undefined {
  if (text.charCodeAt(at + 2) !== 0x3a || text.charCodeAt(at + 5) !== 0x3a) return undefined;
  const hour = digits(text, at, 2);
  const minute = digits(text, at + 3, 2);
  const second = digits(text, at + 6, 2);
  return hour < 24 && minute < 60 && second < 60 ? ((hour * 60 + minute) * 60 + second) * 1000 : undefined;
}

/** The decimal number of `length` characters at `from`; NaN when one of them is no digit, which fails every range check. */
function digits(text: string, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return Number.NaN;
    value = value * 10 + code - 0x30;
  }
  return value;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isDateSeparator = (code: number): boolean => code === 0x2d || code === 0x2f;
const monthNumber = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;
