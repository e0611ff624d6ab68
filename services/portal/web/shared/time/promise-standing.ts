/** What the API says of a promise; see `SlaClock` in its schema. */
export interface PromiseClock {
  readonly metric: 'ACKNOWLEDGE' | 'RESOLVE';
  readonly state: 'NOT_STARTED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'CANCELLED';
  readonly outcome: 'PENDING' | 'MET' | 'BREACHED' | 'CANCELLED';
  readonly dueAt?: string | null;
  readonly targetSec: number;
  readonly elapsedSec: number;
}

/** `late`: past its due instant, and the server has not judged it yet. `waiting`: not begun. */
export type PromiseStanding = 'waiting' | 'running' | 'late' | 'paused' | 'met' | 'breached' | 'cancelled';

/** How a promise stands, with the time left in milliseconds (negative: past due) where there is any to tell. */
export interface Standing { readonly kind: PromiseStanding; readonly ms?: number }

/** How a promise stands at an instant, counted to the server's due instant. */
export function standingOf({ state, outcome, dueAt, targetSec, elapsedSec }: PromiseClock, now: number): Standing {
  if (outcome === 'CANCELLED' || state === 'CANCELLED') return { kind: 'cancelled' };
  if (outcome === 'MET') return { kind: 'met' };
  if (state === 'NOT_STARTED') return { kind: 'waiting' };
  if (state === 'STOPPED') return { kind: outcome === 'BREACHED' ? 'breached' : 'met' };
  if (state === 'PAUSED') return { kind: outcome === 'BREACHED' ? 'breached' : 'paused', ms: (targetSec - elapsedSec) * 1_000 };
  const left = dueAt == null ? undefined : new Date(dueAt).getTime() - now;
  if (outcome === 'BREACHED') return left === undefined ? { kind: 'breached' } : { kind: 'breached', ms: left };
  if (left === undefined) return { kind: 'running' };
  return { kind: left < 0 ? 'late' : 'running', ms: left };
}

const URGENCY: Readonly<Record<PromiseStanding, number>> = { late: 0, running: 0, breached: 1, paused: 2, waiting: 3, met: 4, cancelled: 5 };

/**
 * The promise that a row of a list shows: the running one that is due first; where none runs, one that is broken and still open, then the paused
 * one with the least time left, then what became of them.
 */
export function nearestPromise<Promised extends PromiseClock>(clocks: readonly Promised[], now: number): Promised | undefined {
  const keyed = clocks.map((clock) => ({ clock, standing: standingOf(clock, now) }));
  keyed.sort((a, b) => URGENCY[a.standing.kind] - URGENCY[b.standing.kind] || (a.standing.ms ?? Number.MAX_SAFE_INTEGER) - (b.standing.ms ?? Number.MAX_SAFE_INTEGER));
  return keyed[0]?.clock;
}

/** Shares of a promise at which its state is read aloud; in between a screen reader is left in peace. */
const TOLD_AT = [50, 75, 90] as const;

/** The highest share that is used up, of those that are told; 0 before the first. */
export function toldShare(clock: PromiseClock, now: number): number {
  const { kind, ms } = standingOf(clock, now);
  if (ms === undefined || (kind !== 'running' && kind !== 'late')) return 0;
  const used = 100 * (1 - ms / (clock.targetSec * 1_000));
  return TOLD_AT.reduce((told, share) => (used >= share ? share : told), 0);
}
