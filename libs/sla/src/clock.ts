import type { CalendarBook, CalendarDefinition } from './calendar';
import { type ClockEvent, type ClockPolicy, visibleEvents } from './clock-event';
import { type ClockHistory, type Cycle, readHistory } from './clock-history';
import { elapsedAt, type Piece, reach, type Segment } from './clock-measure';
import { type ElapsedSplit, splitElapsed } from './clock-split';
import { type Fraction, floor, scale, whole, ZERO } from './fraction';
import { formatInstant, formatOptional, type Millis, parseInstant } from './instant';
import { openingHours, SEARCH_AHEAD_MS } from './opening-hours';
import { InvalidClock } from './sla.errors';

/** Everything a clock's result depends on; the tz data of the runtime is the only other input (specification 1.1). */
export interface ClockInput {
  /** A definition, or a name of `calendars`. */
  readonly calendar: string | CalendarDefinition;
  readonly calendars?: CalendarBook;
  readonly policy: ClockPolicy;
  readonly events: readonly ClockEvent[];
  /** The instant of the question; later events are not seen. */
  readonly asOf: string;
  /** What was recorded after this instant is not known; absent means that all is known. */
  readonly knownAt?: string;
}

/** `paused` and `running` are one phase of the log that the pause reasons of the policy divide. */
export type ClockState = 'not_started' | 'running' | 'paused' | 'stopped' | 'cancelled';
export type ClockOutcome = 'pending' | 'met' | 'breached' | 'cancelled';

/** A run of the clock that a reopening under `restart` has ended. */
export interface ClosedCycle {
  readonly startedAt: string; readonly stoppedAt: string; readonly elapsedSec: number;
  readonly breached: boolean; readonly breachAt: string | null;
}

/** The instant at which a share of the target is used up; null where `dueAt` would be null. */
export interface Milestone { readonly percent: number; readonly at: string | null }

/**
 * A clock at one instant (specification 1.4). Instants are UTC text with `Z`, durations seconds with at most three decimals. `remainingSec`
 * may be negative; `elapsedPct` is cut, never rounded, to two decimals and may exceed 100. State and outcome are independent.
 */
export interface ClockResult extends ElapsedSplit {
  readonly state: ClockState;
  readonly outcome: ClockOutcome;
  readonly elapsedSec: number;
  readonly remainingSec: number;
  readonly elapsedPct: number;
  readonly dueAt: string | null;
  readonly breached: boolean;
  /** The infimum of the instants at which more than the target was used. */
  readonly breachAt: string | null;
  readonly predictedBreachAt: string | null;
  /** Present when the policy has `warnPct`, in the same shape. */
  readonly warnAt?: string | null | readonly (string | null)[];
  /** Present when the policy restarts on reopening and a cycle has been closed. */
  readonly cycles?: readonly ClosedCycle[];
  /** 50, 75 and 90 percent, for timers. */
  readonly milestones: readonly Milestone[];
  /** Events of the visible log that changed nothing because they were out of place. */
  readonly dataErrors: number;
  readonly asOf: string;
}

/** The shares of a target at which the service warns (specification 1.11). */
export const TIMER_PERCENTS = [50, 75, 90] as const;

/**
 * Evaluates one clock. Pure: the same input gives the same result whatever the time, the zone or the order of calls. Throws InvalidClock,
 * InvalidCalendar or InvalidInstant for input that breaks section 1 of the service-level specification.
 */
export function evaluateClock(input: ClockInput): ClockResult {
  const asOf = parseInstant(input.asOf, 'asOf');
  const knownAt = input.knownAt === undefined ? Number.MAX_SAFE_INTEGER : parseInstant(input.knownAt, 'knownAt');
  const events = visibleEvents(input.events, asOf, knownAt);
  const history = readHistory(input.policy, input.calendar, events, asOf, (ref) => openingHours(ref, input.calendars));
  const reading = history.cycle === null ? unstarted(history) : read(history, history.cycle, asOf);
  const { targetMs, elapsed, breachAt } = reading;
  const elapsedMs = floor(elapsed);
  const thresholdAt = (percent: number): string | null => formatOptional(reading.reachedAt(shareOf(targetMs, percent)));
  return {
    state: stateOf(history), outcome: outcomeOf(history, breachAt !== null),
    elapsedSec: elapsedMs / 1000, remainingSec: (targetMs - elapsedMs) / 1000,
    elapsedPct: floor(scale(elapsed, 10_000n, BigInt(targetMs))) / 100,
    dueAt: thresholdAt(100), breached: breachAt !== null, breachAt: formatOptional(breachAt),
    predictedBreachAt: formatOptional(breachAt === null ? reading.predictBreach() : null),
    ...warnings(input.policy.warnPct, thresholdAt), ...closedCycles(history),
    ...splitElapsed(history, elapsedMs, asOf),
    milestones: TIMER_PERCENTS.map((percent) => ({ percent, at: thresholdAt(percent) })),
    dataErrors: history.dataErrors, asOf: formatInstant(asOf),
  };
}

/** What the current cycle says; `reachedAt` and `predictBreach` project where the state allows it. */
interface Reading {
  readonly targetMs: number;
  readonly elapsed: Fraction;
  readonly breachAt: Millis | null;
  reachedAt(goal: Fraction): Millis | null;
  predictBreach(): Millis | null;
}

const unstarted = (history: ClockHistory): Reading =>
  ({ targetMs: history.targetMs, elapsed: ZERO, breachAt: null, reachedAt: () => null, predictBreach: () => null });

function read(history: ClockHistory, cycle: Cycle, asOf: Millis): Reading {
  const segment = cycle.segments[cycle.segments.length - 1];
  const end = history.endedAt ?? asOf;
  const isRunning = history.phase === 'running' && !history.paused;
  // A stopped clock is projected as if it had gone on from the stop; a paused one says nothing about the future (1.4).
  const ahead: readonly Piece[] = isRunning || history.phase === 'stopped' ? [{ from: end, to: end + SEARCH_AHEAD_MS, pausedBy: null }] : [];
  const pieces = [...cycle.pieces, ...ahead];
  return {
    targetMs: segment.targetMs,
    elapsed: elapsedAt(segment, cycle.pieces, end),
    breachAt: breachOf(cycle, end),
    reachedAt: (goal) => (history.phase === 'cancelled' ? null : reach(segment, pieces, goal, 'at')),
    predictBreach: () => (isRunning ? reach(segment, pieces, whole(segment.targetMs), 'beyond') : null),
  };
}

/** The first breach of a cycle: each segment is judged at its end, and dated no earlier than the change that opened it (1.6). */
function breachOf(cycle: Cycle, end: Millis): Millis | null {
  const { segments, pieces } = cycle;
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const until = isLast ? end : segments[index + 1].from;
    if (!isLast && until <= segment.from) continue;
    const beyond = breachWithin(segment, pieces, until);
    if (beyond !== null) return Math.max(segment.from, beyond);
  }
  return null;
}

const breachWithin = (segment: Segment, pieces: readonly Piece[], until: Millis): Millis | null =>
  reach(segment, pieces, whole(segment.targetMs), 'beyond', until);

/** Percent with up to six decimals, exactly. */
function shareOf(targetMs: number, percent: number): Fraction {
  if (!(percent > 0)) throw new InvalidClock('A share of the target must be positive.', 'policy.warnPct');
  return scale(whole(targetMs), BigInt(Math.round(percent * 1e6)), 100_000_000n);
}

function warnings(warnPct: ClockPolicy['warnPct'], thresholdAt: (percent: number) => string | null): Pick<ClockResult, 'warnAt'> {
  if (warnPct === undefined) return {};
  return { warnAt: typeof warnPct === 'number' ? thresholdAt(warnPct) : warnPct.map(thresholdAt) };
}

function closedCycles(history: ClockHistory): Pick<ClockResult, 'cycles'> {
  if (history.closedCycles.length === 0) return {};
  return { cycles: history.closedCycles.map(closedCycle) };
}

function closedCycle(cycle: Cycle): ClosedCycle {
  const stoppedAt = cycle.stoppedAt ?? cycle.startedAt;
  const breachAt = breachOf(cycle, stoppedAt);
  const elapsed = elapsedAt(cycle.segments[cycle.segments.length - 1], cycle.pieces, stoppedAt);
  return {
    startedAt: formatInstant(cycle.startedAt), stoppedAt: formatInstant(stoppedAt), elapsedSec: floor(elapsed) / 1000,
    breached: breachAt !== null, breachAt: formatOptional(breachAt),
  };
}

function stateOf(history: ClockHistory): ClockState {
  return history.paused ? 'paused' : history.phase;
}

function outcomeOf(history: ClockHistory, breached: boolean): ClockOutcome {
  if (breached) return 'breached';
  switch (history.phase) {
    case 'cancelled': return 'cancelled';
    case 'stopped': return 'met';
    case 'not_started':
    case 'running': return 'pending';
  }
}
