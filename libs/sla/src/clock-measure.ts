import { ceil, type Fraction, floor, minus, plus, whole, ZERO } from './fraction';
import type { Millis } from './instant';
import type { OpeningHours } from './opening-hours';

/** A span in which a started clock was not stopped; `pausedBy` is the reason it is charged to, null while it ran. */
export interface Piece { readonly from: Millis; readonly to: Millis; readonly pausedBy: string | null }

/** From `at` on, `owner` has the next move. */
export interface Assignment { readonly at: Millis; readonly owner: string }

/** Exact milliseconds per owner or per pause reason. */
export type Shares = ReadonlyMap<string, Fraction>;

/** One set of values a clock is measured by: E(t) = base + time counted within [origin, t) in `hours` (specification 1.4 and 1.6). */
export interface Segment {
  /** The change that opened the segment; a breach of it is never dated earlier. */
  readonly from: Millis;
  readonly origin: Millis;
  readonly base: Fraction;
  readonly ownerBase: Shares;
  readonly pausedBase: Shares;
  readonly targetMs: number;
  readonly hours: OpeningHours;
}

/** The owner of all time before the first assignment. */
export const UNASSIGNED = 'unassigned';

/** Open milliseconds of the running pieces within `[from, to)`. */
export function counted(hours: OpeningHours, pieces: readonly Piece[], from: Millis, to: Millis): number {
  let total = 0;
  for (const piece of pieces) {
    if (piece.pausedBy === null) total += hours.openMs(Math.max(piece.from, from), Math.min(piece.to, to));
  }
  return total;
}

/** E(t) of a segment, exact. */
export const elapsedAt = (segment: Segment, pieces: readonly Piece[], t: Millis): Fraction =>
  plus(segment.base, whole(counted(segment.hours, pieces, segment.origin, t)));

/**
 * The earliest instant at which E reaches `goal` (`at`), or the infimum of those at which E is beyond it (`beyond`); null when the pieces
 * never get there before `until`. Between milliseconds the answer is the next one. Never earlier than the change that opened the segment when the time
 * used before it already suffices.
 */
export function reach(
  segment: Segment, pieces: readonly Piece[], goal: Fraction, when: 'at' | 'beyond', until: Millis = Number.MAX_SAFE_INTEGER,
): Millis | null {
  const need = minus(goal, segment.base);
  const length = ceil(need);
  const enough = when === 'at' ? length : floor(need) + 1;
  if (enough <= 0) return segment.origin;
  let sum = 0;
  for (const piece of pieces) {
    if (piece.pausedBy !== null) continue;
    for (const open of segment.hours.openWithin(Math.max(piece.from, segment.origin), Math.min(piece.to, until))) {
      const span = open.to - open.from;
      if (sum + span >= enough) return open.from + length - sum;
      sum += span;
    }
  }
  return null;
}

/** How the elapsed time of a segment divides by owner, and its paused open time by reason, until `t`. */
export function shares(segment: Segment, pieces: readonly Piece[], assignments: readonly Assignment[], t: Millis): { owners: Shares; paused: Shares } {
  const owners = new Map(segment.ownerBase);
  const paused = new Map(segment.pausedBase);
  const add = (to: Map<string, Fraction>, key: string, millis: number): void => { to.set(key, plus(to.get(key) ?? ZERO, whole(millis))); };
  for (const piece of pieces) {
    const from = Math.max(piece.from, segment.origin);
    const to = Math.min(piece.to, t);
    if (from >= to) continue;
    if (piece.pausedBy !== null) add(paused, piece.pausedBy, segment.hours.openMs(from, to));
    else for (const turn of turns(assignments, from, to)) add(owners, turn.owner, segment.hours.openMs(turn.from, turn.to));
  }
  return { owners, paused };
}

function turns(assignments: readonly Assignment[], from: Millis, to: Millis): { owner: string; from: Millis; to: Millis }[] {
  const cut: { owner: string; from: Millis; to: Millis }[] = [];
  let owner = UNASSIGNED;
  let since = from;
  for (const next of assignments) {
    if (next.at >= to) break;
    if (next.at > since) {
      cut.push({ owner, from: since, to: next.at });
      since = next.at;
    }
    owner = next.owner;
  }
  cut.push({ owner, from: since, to });
  return cut;
}
