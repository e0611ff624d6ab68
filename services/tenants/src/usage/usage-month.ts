import { deterministicId } from '@yagura/kernel';
import { localDate } from '../agreement/agreement';

export type Meter = 'source' | 'user';

/** One entry of the usage ledger: a source or a person existed in a month of the agreement's zone. The same month gives the same id. */
export interface UsageMonth {
  readonly month: string;
  readonly usageId: string;
}

/** The month, such as 2026-11, that `at` falls into in `timeZone`, and the entry's id there. */
export function usageMonth(tenantId: string, meter: Meter, subjectId: string, at: Date, timeZone: string): UsageMonth {
  const month = localDate(at, timeZone).slice(0, 7);
  return { month, usageId: deterministicId('tenants usage', tenantId, meter, subjectId, month) };
}
