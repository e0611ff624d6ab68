import type { ClockResult } from '@yagura/sla';
import type { PinnedPolicy } from '../policy/policy';
import { endOf, type HistoryEntry, seenAt, targetSetBy } from './history';

/** Something to be told about a clock, once per kind and revision. */
export interface Notice {
  readonly kind: `warn${number}` | 'breach' | 'met';
  readonly warnPct: number | null;
  /** The history entry that makes it news again: the one that set the target, the stop of a kept promise; 0 for a breach. */
  readonly revision: number;
  readonly at: Date;
}

/** All that the history has to tell at the result's instant, told before or not, oldest first. */
export function noticesOf(result: ClockResult, history: readonly HistoryEntry[], policy: PinnedPolicy): Notice[] {
  const seen = seenAt(history, result.asOf);
  const end = endOf(seen);
  const revision = targetSetBy(seen);
  // A stopped clock is projected beyond its stop, so what was reached is read from the share used up, not from the instants.
  const warnings = warnInstants(result, policy).filter(({ percent }) => percent <= result.elapsedPct)
    .map(({ percent, at }): Notice => ({ kind: `warn${percent}`, warnPct: percent, revision, at }));
  // A breach is told once in the life of a clock, whatever follows it (service levels, section 1.13).
  const breach: Notice[] = result.breachAt === null ? [] : [{ kind: 'breach', warnPct: null, revision: 0, at: new Date(result.breachAt) }];
  const met: Notice[] = result.outcome === 'met' && end !== undefined ? [{ kind: 'met', warnPct: null, revision: end.sequence, at: end.at }] : [];
  return [...warnings, ...breach, ...met].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The policy's warnings with their instants, past or projected; those that cannot be known are left out. */
export function warnInstants(result: ClockResult, policy: PinnedPolicy): { readonly percent: number; readonly at: Date }[] {
  const instants: readonly (string | null)[] = typeof result.warnAt === 'string' || result.warnAt == null ? [] : result.warnAt;
  return policy.warnPct.flatMap((percent, index) => {
    const at = instants.at(index) ?? null;
    return at === null ? [] : [{ percent, at: new Date(at) }];
  });
}
