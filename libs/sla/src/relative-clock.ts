import { type ClockOutcome, type ClockState } from './clock';
import { type ClockEvent, visibleEvents } from './clock-event';
import type { DayCalendarBook } from './day-calendar';
import { type Deadline, type DeadlineRule, evaluateDeadline } from './deadline';
import { formatInstant, type Millis, parseInstant } from './instant';

/** A promise whose target is a deadline rule instead of counted seconds; its fact `started_at` is the clock's start (specification 1.9). */
export interface RelativeClockInput {
  readonly rule: DeadlineRule;
  readonly dayCalendars?: DayCalendarBook;
  readonly events: readonly ClockEvent[];
  readonly asOf: string;
  readonly knownAt?: string;
}

/** Such a clock never pauses and has no elapsed percent; everything else reads as in a `ClockResult`. */
export interface RelativeClockResult {
  readonly state: Exclude<ClockState, 'paused'>;
  readonly outcome: ClockOutcome;
  readonly deadline: Deadline | null;
  readonly breached: boolean;
  /** The deadline itself: what comes after it is late. */
  readonly breachAt: string | null;
}

/**
 * Evaluates a relative target. Pauses, retargets and reopenings do not apply to it; the first start, stop and cancellation count. Throws as
 * `evaluateDeadline` does.
 */
export function evaluateRelativeClock(input: RelativeClockInput): RelativeClockResult {
  const asOf = parseInstant(input.asOf, 'asOf');
  const knownAt = input.knownAt === undefined ? Number.MAX_SAFE_INTEGER : parseInstant(input.knownAt, 'knownAt');
  const seen = visibleEvents(input.events, asOf, knownAt);
  const start = seen.find(({ event }) => event.type === 'start');
  const end = seen.find(({ event, at }) => event.type === 'cancel' || (event.type === 'stop' && start !== undefined && at >= start.at));
  const state = end === undefined ? (start === undefined ? 'not_started' : 'running') : end.event.type === 'cancel' ? 'cancelled' : 'stopped';
  const deadline = start === undefined ? null : evaluateDeadline(input.rule, { started_at: formatInstant(start.at) }, input.dayCalendars);
  const breachAt = deadline === null ? null : missedAt(deadline, end?.at ?? asOf);
  return { state, outcome: outcomeOf(state, breachAt !== null), deadline, breached: breachAt !== null, breachAt };
}

function missedAt(deadline: Deadline, until: Millis): string | null {
  if ('dueAt' in deadline) return until > parseInstant(deadline.dueAt) ? deadline.dueAt : null;
  return until >= parseInstant(deadline.dueBefore) ? deadline.dueBefore : null;
}

function outcomeOf(state: RelativeClockResult['state'], breached: boolean): ClockOutcome {
  if (breached) return 'breached';
  return state === 'stopped' ? 'met' : state === 'cancelled' ? 'cancelled' : 'pending';
}
