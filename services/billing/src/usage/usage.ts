import type { UsageFacts } from '@yagura/contracts';
import { FutureUsage, UnfitQuantity } from './usage.errors';

export type UsageSource = 'ingestion' | 'tenants';
export type UsageMeter = UsageFacts['meter'];

/** One row of the ledger: a fact that nobody changes. `sequence` is its place in the order of recording. */
export interface UsageEntry extends UsageFacts {
  readonly source: UsageSource;
  readonly sequence: string;
  readonly recordedAt: string;
}

/** A span of the ledger: rows of the event time [from, until), recorded behind `after` and up to `through`. */
export interface LedgerSpan { readonly from: Date; readonly until: Date; readonly after: string; readonly through: string }

/** A clock of another machine may run a little ahead; more than this is a fault of the sender (service levels, section 5.2). */
export const MOST_AHEAD_MS = 5 * 60_000;
/** Far beyond any honest quantity, and within what the rating library reads. */
const MOST_DIGITS = 40;

/** Throws FutureUsage or UnfitQuantity for what the ledger does not take. */
export function checkUsage(usage: UsageFacts, now: Date): void {
  if (Date.parse(usage.eventAt) - now.getTime() > MOST_AHEAD_MS) throw new FutureUsage();
  if (usage.quantity.length > MOST_DIGITS) throw new UnfitQuantity();
}
