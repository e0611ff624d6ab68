import { InvalidInput } from '@yagura/kernel';
import { addMonths, formatDate, parseDate, zoneOf } from '@yagura/sla';

/** A month of a tenant's zone as a half-open interval of instants, and how much of it is known. */
export interface ReportPeriod {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly timeZone: string;
  readonly from: Date;
  readonly until: Date;
  /** False for a month that has not ended. */
  readonly isFinal: boolean;
  /** The instant that everything is told as of: the end of a closed month, the newest known event of an open one. */
  readonly asOf: Date;
}

export class MonthNotEnded extends InvalidInput {
  constructor(month: string) { super(`${month} has not ended in the client’s time zone; ask for "to-date" instead.`, { slug: 'report.month_not_ended', path: 'period' }); }
}

/** Bounds of a local month: the instants of its first midnight and of the next month's, whatever the clock changes between. */
export function monthBounds(month: string, timeZone: string): { readonly from: Date; readonly until: Date } {
  const zone = zoneOf(timeZone);
  const first = parseDate(`${month}-01`, 'period');
  return { from: new Date(zone.resolve(first, 0)), until: new Date(zone.resolve(addMonths(first, 1), 0)) };
}

/** The local month that holds an instant. */
export const monthOf = (at: Date, timeZone: string): string => formatDate(zoneOf(timeZone).localAt(at.getTime()).day).slice(0, 7);

/** The month `count` months after another; negative counts go back. */
export const monthsAfter = (month: string, count: number): string => formatDate(addMonths(parseDate(`${month}-01`), count)).slice(0, 7);

/** The period that was asked for: a month that has ended, or the running one up to the newest known event. */
export function reportPeriod(wish: string, facts: { readonly timeZone: string; readonly now: Date; readonly watermark: Date }): ReportPeriod {
  const { timeZone, now, watermark } = facts;
  const month = wish === 'to-date' ? monthOf(now, timeZone) : wish;
  const { from, until } = monthBounds(month, timeZone);
  if (wish !== 'to-date') {
    if (now < until) throw new MonthNotEnded(month);
    return { month, timeZone, from, until, isFinal: true, asOf: until };
  }
  // Not "now": the same data give the same report, however often and late it is asked for.
  return { month, timeZone, from, until, isFinal: false, asOf: new Date(Math.max(from.getTime(), Math.min(watermark.getTime(), until.getTime()))) };
}

/** Local dates of a period up to what is known, each with its instants; the last day of an open month may be cut. */
export function datesOf({ from, until, asOf, timeZone }: Pick<ReportPeriod, 'from' | 'until' | 'asOf' | 'timeZone'>): readonly string[] {
  const zone = zoneOf(timeZone);
  const first = zone.localAt(from.getTime()).day;
  const last = zone.localAt(Math.min(until.getTime() - 1, asOf.getTime())).day;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => formatDate(first + at));
}

/** The local date of an instant. */
export const localDate = (at: Date, timeZone: string): string => formatDate(zoneOf(timeZone).localAt(at.getTime()).day);
