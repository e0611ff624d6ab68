import { type ClockResult, nextWakeups } from '@yagura/sla';
import type { HistoryEntry } from '../clock/history';
import { warnInstants } from '../clock/notice';
import type { PinnedPolicy } from '../policy/policy';

/** One wake-up of a clock. `event` is for an entry whose instant has not come yet: the sender's clock was ahead. */
export interface Timer {
  readonly kind: `warn${number}` | 'due' | 'breach' | 'event';
  readonly at: Date;
}

/** Timers speak for the time until this long ago: the news of a stop just before a breach may still be on its way from `cases`. */
export const GRACE_MS = 300;

/** A timer that is due, or will be in `waitMs`, as the look over all tenants shows it. */
export interface WaitingTimer extends Timer {
  readonly tenantId: string;
  readonly clockId: string;
  readonly sequence: number;
  readonly waitMs: number;
}

/** The instants at which the clock is to be asked again unless its history grows before: the policy's warnings, due and breach (section 1.11). */
export function timersOf(result: ClockResult, history: readonly HistoryEntry[], policy: PinnedPolicy): Timer[] {
  const asOf = Date.parse(result.asOf);
  const ahead = history.filter(({ at }) => at.getTime() > asOf).map(({ at }) => at.getTime());
  const events: Timer[] = ahead.length === 0 ? [] : [{ kind: 'event', at: new Date(Math.min(...ahead)) }];
  if (result.state !== 'running') return events;
  const warnings = warnInstants(result, policy).filter(({ at }) => at.getTime() > asOf).map(({ percent, at }): Timer => ({ kind: `warn${percent}`, at }));
  const ends = nextWakeups(result).flatMap(({ kind, at }): Timer[] => (kind === 'due' || kind === 'breach' ? [{ kind, at: new Date(at) }] : []));
  return [...warnings, ...ends, ...events];
}
