import { InvalidInput } from '@yagura/kernel';
import { monthBounds, periodOf } from '@yagura/rating';
import type { BilledAgreement } from '../agreement/agreement';
import { agreementOf } from '../agreement/agreement';
import { AgreementNotBegun, PeriodNotBegun } from './invoice.errors';

/** One month of one agreement as it is billed at an instant. Dates are local; `endDay` is not part of it. */
export interface BillingPeriod {
  readonly month: string;
  readonly agreement: BilledAgreement;
  /** First day that the fee is owed for: the month's, or the agreement's own. */
  readonly firstDay: string;
  /** The next month's first day, or tomorrow while the month runs. */
  readonly endDay: string;
  readonly monthStart: string;
  readonly monthEnd: string;
  /** Usage with an event time in [startsAt, endsAt) counts: local midnights, whatever hours the month has. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isToDate: boolean;
}

const YEAR_MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** The month that `wanted` means at `now`, by the agreement version in force in it. Versions come oldest first and are not empty. */
export function billingPeriod(wanted: string, versions: readonly BilledAgreement[], now: Date): BillingPeriod {
  const newest = versions[versions.length - 1];
  const month = wanted === 'to-date' ? periodOf(now.toISOString(), newest.timeZone) : wanted;
  const agreement = agreementOf(month, versions);
  const { from, to } = monthBounds(month, agreement.timeZone);
  if (now.getTime() < from) throw new PeriodNotBegun();
  const isToDate = now.getTime() < to;
  const { monthStart, monthEnd } = monthDays(month);
  const endDay = isToDate ? dayAfter(localDate(now, agreement.timeZone)) : monthEnd;
  const firstDay = agreement.startsOn > monthStart ? agreement.startsOn : monthStart;
  if (firstDay >= endDay) throw new AgreementNotBegun();
  return { month, agreement, firstDay, endDay, monthStart, monthEnd, startsAt: new Date(from), endsAt: new Date(to), isToDate };
}

/** First day of a month such as 2026-06, and of the next one. */
export function monthDays(month: string): { readonly monthStart: string; readonly monthEnd: string } {
  const match = YEAR_MONTH.exec(month);
  if (match === null) throw new InvalidInput('A month must be YYYY-MM.', { slug: 'invoice.period_unfit', path: 'period' });
  const monthEnd = new Date(Date.UTC(Number(match[1]), Number(match[2]), 1)).toISOString().slice(0, 10);
  return { monthStart: `${month}-01`, monthEnd };
}

/** The calendar date of an instant in a zone, such as 2026-11-22. Swedish dates are written in ISO order. */
export const localDate = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

export const dayAfter = (date: string): string => movedDay(date, 1);
export const dayBefore = (date: string): string => movedDay(date, -1);

const movedDay = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
