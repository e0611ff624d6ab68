import type { CalendarDefinition } from './calendar';
import { type Millis, parseInstant } from './instant';
import { InvalidClock } from './sla.errors';

/** How a change of target or calendar treats the time already used (specification 1.6). */
export type RetargetMode = 'retroactive' | 'carry' | 'restart' | 'proportional' | 'correct';

/** What a reopened clock does with the time since it stopped (specification 1.7). */
export type ReopenMode = 'resume' | 'restart' | 'count_through' | 'never';

interface Dated {
  /** When it happened: ISO 8601 with offset. */
  readonly at: string;
  /** When it became known; absent means at once. */
  readonly recordedAt?: string;
}

/** One entry of a clock's append-only log (specification 1.1). Further fields, such as actor and evidence, are the caller's. */
export type ClockEvent = Dated & (
  | { readonly type: 'start' | 'stop' | 'reopen' | 'cancel' }
  | { readonly type: 'pause' | 'resume'; readonly reason: string }
  | { readonly type: 'assign'; readonly owner: string }
  | {
    readonly type: 'retarget'; readonly mode?: RetargetMode; readonly targetSec?: number;
    readonly calendar?: string | CalendarDefinition;
  }
);

/** The pinned part of an agreement that a clock is measured by. */
export interface ClockPolicy {
  /** Counted seconds, millisecond resolution, more than zero. */
  readonly targetSec: number;
  /** The only reasons for which a pause counts. */
  readonly pauseOn: readonly string[];
  readonly reopen: ReopenMode;
  /** Share of the target in percent at which to warn; `warnAt` has the same shape. */
  readonly warnPct?: number | readonly number[];
}

/** An event with its instant in milliseconds. */
export interface PlacedEvent { readonly at: Millis; readonly event: ClockEvent }

/** The events that are seen at `asOf` by someone who knows what was recorded until `knownAt`, in the order of the specification (1.1). */
export function visibleEvents(events: readonly ClockEvent[], asOf: Millis, knownAt: Millis): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  events.forEach((event, index) => {
    const at = parseInstant(event.at, `events.${index}.at`);
    const recordedAt = event.recordedAt === undefined ? at : parseInstant(event.recordedAt, `events.${index}.recordedAt`);
    if (at <= asOf && recordedAt <= knownAt) placed.push({ at, event });
  });
  // Array.prototype.sort is stable, so equal instants keep the order of the log.
  return placed.sort((a, b) => a.at - b.at);
}

/** Whole milliseconds of a target; throws InvalidClock unless it is a positive finite number. */
export function targetMillis(targetSec: number, path: string): number {
  const millis = Math.round(targetSec * 1000);
  if (!Number.isSafeInteger(millis) || millis <= 0) throw new InvalidClock('A target must be a positive number of seconds.', path);
  return millis;
}
