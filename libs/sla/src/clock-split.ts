import type { ClockHistory } from './clock-history';
import { type Shares, shares, UNASSIGNED } from './clock-measure';
import { floor, type Fraction, minus, whole, ZERO } from './fraction';
import type { Millis } from './instant';

/** Where the open time of a clock went. Values are seconds; `byOwnerSec` sums to `elapsedSec` (specification 1.8). */
export interface ElapsedSplit {
  /** Present when the visible log has an assignment; an owner without counted time shows 0. */
  readonly byOwnerSec?: Readonly<Record<string, number>>;
  /** Open time per pause reason; time under several reasons is charged to the one that lasts longest. */
  readonly pausedSec: Readonly<Record<string, number>>;
  /** Elapsed and paused time together. */
  readonly grossSec: number;
}

/** Splits the elapsed time of the current cycle by owner and its paused time by reason. */
export function splitElapsed(history: ClockHistory, elapsedMs: number, asOf: Millis): ElapsedSplit {
  const { cycle, assignments } = history;
  const segment = cycle?.segments.at(-1);
  const parts = cycle === null || segment === undefined
    ? { owners: new Map<string, Fraction>(), paused: new Map<string, Fraction>() }
    : shares(segment, cycle.pieces, assignments, history.endedAt ?? asOf);
  const pausedMs = [...parts.paused].map(([reason, part]): [string, number] => [reason, floor(part)]);
  const grossMs = pausedMs.reduce((sum, [, millis]) => sum + millis, elapsedMs);
  return { ...byOwner(history, parts.owners, elapsedMs), pausedSec: inSeconds(pausedMs), grossSec: grossMs / 1000 };
}

function byOwner(history: ClockHistory, owners: Shares, elapsedMs: number): Pick<ElapsedSplit, 'byOwnerSec'> {
  const { assignments } = history;
  if (assignments.length === 0) return {};
  const all = new Map<string, Fraction>();
  const firstStart = history.closedCycles[0]?.startedAt ?? history.cycle?.startedAt;
  if (firstStart !== undefined && assignments[0].at > firstStart) all.set(UNASSIGNED, ZERO);
  for (const { owner } of assignments) all.set(owner, ZERO);
  for (const [owner, part] of owners) all.set(owner, part);
  return { byOwnerSec: inSeconds(toWholeSum([...all], elapsedMs)) };
}

/** Whole milliseconds that sum to `total`: missing ones go to the largest remainders, ties to the earlier owner. */
function toWholeSum(parts: readonly (readonly [string, Fraction])[], total: number): [string, number][] {
  const shared = parts.map(([name, part]) => ({ name, millis: floor(part), rest: minus(part, whole(floor(part))) }));
  let missing = total - shared.reduce((sum, one) => sum + one.millis, 0);
  const byRest = [...shared].sort((a, b) => Number(b.rest.num * a.rest.den > a.rest.num * b.rest.den) - Number(b.rest.num * a.rest.den < a.rest.num * b.rest.den));
  for (const one of byRest) {
    if (missing <= 0) break;
    one.millis += 1;
    missing -= 1;
  }
  return shared.map((one) => [one.name, one.millis]);
}

// Built by Object.fromEntries because an owner's name may be any text, also one that objects inherit.
const inSeconds = (parts: readonly (readonly [string, number])[]): Record<string, number> =>
  Object.fromEntries(parts.map(([name, millis]) => [name, millis / 1000]));
