import { gigabytes, rateUsage, type Meter, type MeterUsage, type PlanPrices, type RatedLine } from '@yagura/rating';
import type { UsageMeter } from '../usage/usage';
import type { BillingPeriod } from './billing-period';

/** What a span of the ledger holds: bytes as an exact sum, things as a number of different ones. */
export interface Measured { readonly bytes: string; readonly sources: number; readonly users: number }

/** Which meter of the ledger a priced meter rests on; the plan's fee rests on the calendar alone. */
export const LEDGER_METER: Readonly<Record<Exclude<Meter, 'plan_fee'>, UsageMeter>> = { ingest_gb: 'ingest_bytes', source: 'source', user: 'user' };

export function measuredOf(rows: readonly { readonly meter: UsageMeter; readonly total: string; readonly subjects: number }[]): Measured {
  const of = (meter: UsageMeter) => rows.find((row) => row.meter === meter);
  return { bytes: of('ingest_bytes')?.total ?? '0', sources: of('source')?.subjects ?? 0, users: of('user')?.subjects ?? 0 };
}

/** The lines of a month: its fee for the days owed, then each meter. Each is rounded once, by one version of the plan's prices. */
export function ratePeriod(plan: PlanPrices, measured: Measured, period: Pick<BillingPeriod, 'firstDay' | 'endDay' | 'monthStart' | 'monthEnd'>): RatedLine[] {
  const usage: MeterUsage[] = [
    { meter: 'ingest_gb', quantity: gigabytes(measured.bytes) },
    { meter: 'source', subjectCount: measured.sources },
    { meter: 'user', subjectCount: measured.users },
  ];
  return rateUsage({ plan, usage, period: { from: period.firstDay, to: period.endDay, feeStart: period.monthStart, feeEnd: period.monthEnd } });
}
