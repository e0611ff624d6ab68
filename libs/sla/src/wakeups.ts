import type { ClockResult } from './clock';
import { formatInstant, parseInstant } from './instant';

export type WakeupKind = 'warn50' | 'warn75' | 'warn90' | 'due' | 'breach';

/** When a clock is to be evaluated again, unless its log grows before. */
export interface Wakeup { readonly kind: WakeupKind; readonly at: string }

const WARN_KINDS: Readonly<Record<number, WakeupKind>> = { 50: 'warn50', 75: 'warn75', 90: 'warn90' };

/**
 * The instants after `asOf` at which the standing of the clock changes by itself, earliest first: one durable timer each (specification
 * 1.11). Empty for a clock that is not running. A breach timer is one millisecond after the breach instant, because at that instant
 * exactly the target is used and evaluation does not yet report a breach.
 */
export function nextWakeups(result: ClockResult): Wakeup[] {
  return result.state === 'running' ? allWakeups(result).filter((one) => one.at > parseInstant(result.asOf)).map(toText) : [];
}

/** The wake-ups of a clock that are due at `asOf` or before: what a sweeper must find handled, however late it looks. */
export function reachedWakeups(result: ClockResult): Wakeup[] {
  return allWakeups(result).filter((one) => one.at <= parseInstant(result.asOf)).map(toText);
}

interface PlacedWakeup { readonly kind: WakeupKind; readonly at: number }

function allWakeups(result: ClockResult): PlacedWakeup[] {
  const found: PlacedWakeup[] = [];
  const add = (kind: WakeupKind, at: string | null, delayMs = 0): void => {
    if (at !== null) found.push({ kind, at: parseInstant(at) + delayMs });
  };
  for (const { percent, at } of result.milestones) add(WARN_KINDS[percent], at);
  add('due', result.dueAt);
  add('breach', result.breachAt ?? result.predictedBreachAt, 1);
  return found.sort((a, b) => a.at - b.at);
}

const toText = (wakeup: PlacedWakeup): Wakeup => ({ kind: wakeup.kind, at: formatInstant(wakeup.at) });
