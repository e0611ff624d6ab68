import type { CalendarDefinition } from './calendar';
import { type ClockEvent, type ClockPolicy, type PlacedEvent, type RetargetMode, targetMillis } from './clock-event';
import { type Assignment, elapsedAt, type Piece, type Segment, shares, type Shares } from './clock-measure';
import { scale, ZERO } from './fraction';
import type { Millis } from './instant';
import type { OpeningHours } from './opening-hours';
import { InvalidClock } from './sla.errors';

/** One run of a clock from zero: the start, or a reopening under `restart`, until the next. */
export interface Cycle { readonly startedAt: Millis; readonly pieces: readonly Piece[]; readonly segments: readonly Segment[]; readonly stoppedAt: Millis | null }

export type Phase = 'not_started' | 'running' | 'stopped' | 'cancelled';

/** What the event log says, before anything is asked of it. */
export interface ClockHistory {
  readonly phase: Phase;
  readonly paused: boolean;
  /** The current cycle, null before the start. */
  readonly cycle: Cycle | null;
  readonly closedCycles: readonly Cycle[];
  readonly assignments: readonly Assignment[];
  /** Target in force where there is no cycle yet. */
  readonly targetMs: number;
  /** When a stopped or cancelled clock ended. */
  readonly endedAt: Millis | null;
  /** Ignored events: duplicates, resumes without pause, anything out of order (specification 1.1). */
  readonly dataErrors: number;
}

type Retarget = Extract<ClockEvent, { type: 'retarget' }>;
type Values = Pick<Segment, 'targetMs' | 'hours'>;
export type FindHours = (calendar: string | CalendarDefinition) => OpeningHours;

const NO_SHARES: Shares = new Map();
const fresh = (at: Millis, values: Values): Segment =>
  ({ from: at, origin: at, base: ZERO, ownerBase: NO_SHARES, pausedBase: NO_SHARES, ...values });

/** Reads the log once, in order. Holds the invariant that the pieces of a cycle are disjoint, in order and end at the last event read. */
class ClockReader {
  private phase: Phase = 'not_started';
  private readonly active = new Set<string>();
  private readonly assignments: Assignment[] = [];
  private readonly closed: Cycle[] = [];
  private pending: Retarget[] = [];
  private pieces: Piece[] = [];
  private segments: Segment[] = [];
  private startedAt: Millis = 0;
  private since: Millis = 0;
  private endedAt: Millis | null = null;
  private dataErrors = 0;

  constructor(private readonly policy: ClockPolicy, private values: Values, private readonly hoursOf: FindHours) {}

  read({ at, event }: PlacedEvent): void {
    if (this.phase === 'cancelled') return this.ignore();
    switch (event.type) {
      case 'start': return this.phase === 'not_started' ? this.begin(at) : this.ignore();
      case 'pause': return this.pause(at, event.reason);
      case 'resume': return this.resume(at, event.reason);
      case 'stop': return this.phase === 'running' ? this.end(at, 'stopped') : this.ignore();
      case 'cancel': return this.phase === 'stopped' ? this.ignore() : this.end(at, 'cancelled');
      case 'reopen': return this.phase === 'stopped' ? this.reopen(at) : this.ignore();
      case 'retarget': return this.retarget(at, event);
      case 'assign': this.assignments.push({ at, owner: event.owner });
    }
  }

  finish(asOf: Millis): ClockHistory {
    if (this.phase === 'running') this.advance(asOf);
    return {
      phase: this.phase, paused: this.phase === 'running' && this.chargedTo() !== null,
      cycle: this.segments.length === 0 ? null : this.cycle(), closedCycles: this.closed, assignments: this.assignments,
      targetMs: this.values.targetMs, endedAt: this.endedAt, dataErrors: this.dataErrors,
    };
  }

  private cycle(): Cycle {
    return { startedAt: this.startedAt, pieces: this.pieces, segments: this.segments, stoppedAt: this.endedAt };
  }

  private ignore(): void { this.dataErrors += 1; }

  private begin(at: Millis): void {
    this.phase = 'running';
    this.startedAt = at;
    this.since = at;
    this.pieces = [];
    this.segments = [fresh(at, this.values)];
  }

  /** Overlapping pauses count once: the reason that has lasted longest is charged (specification 1.5). */
  private chargedTo(): string | null {
    for (const reason of this.active) if (this.policy.pauseOn.includes(reason)) return reason;
    return null;
  }

  private advance(to: Millis): void {
    if (to > this.since) this.pieces.push({ from: this.since, to, pausedBy: this.chargedTo() });
    this.since = to;
  }

  private pause(at: Millis, reason: string): void {
    requireReason(reason);
    if (this.phase !== 'running' || this.active.has(reason)) return this.ignore();
    this.advance(at);
    this.active.add(reason);
  }

  private resume(at: Millis, reason: string): void {
    requireReason(reason);
    if (!this.active.has(reason)) return this.ignore();
    this.advance(at);
    this.active.delete(reason);
  }

  private end(at: Millis, phase: 'stopped' | 'cancelled'): void {
    if (this.phase === 'running') this.advance(at);
    this.active.clear();
    this.phase = phase;
    this.endedAt = at;
  }

  private reopen(at: Millis): void {
    if (this.policy.reopen === 'never') return;
    if (this.policy.reopen === 'restart') return this.restart(at);
    // Under count_through the stopped time becomes running time; under resume it never was.
    if (this.policy.reopen === 'resume') this.since = at;
    this.phase = 'running';
    this.endedAt = null;
    this.advance(at);
    const waiting = this.pending;
    this.pending = [];
    for (const change of waiting) this.change(at, change);
  }

  private restart(at: Millis): void {
    this.closed.push(this.cycle());
    for (const change of this.pending) this.values = this.valuesAfter(change);
    this.pending = [];
    this.endedAt = null;
    this.begin(at);
  }

  private retarget(at: Millis, event: Retarget): void {
    if (this.phase === 'not_started') this.values = this.valuesAfter(event);
    else if (this.phase === 'stopped' && event.mode !== 'correct') this.pending.push(event);
    else this.change(at, event);
  }

  private change(at: Millis, event: Retarget): void {
    if (this.phase === 'running') this.advance(at);
    const mode = event.mode ?? 'retroactive';
    const previous = this.segments[this.segments.length - 1];
    this.values = this.valuesAfter(event);
    if (mode === 'correct') {
      // The correction is the latest word on the values, so changes that wait for a reopening are superseded with the rest.
      this.pending = [];
      this.segments = [fresh(this.startedAt, this.values)];
    } else {
      this.segments.push(this.segmentAfter(mode, previous, at));
    }
  }

  private segmentAfter(mode: Exclude<RetargetMode, 'correct'>, previous: Segment, at: Millis): Segment {
    switch (mode) {
      case 'retroactive': return { ...fresh(this.startedAt, this.values), from: at };
      case 'restart': return fresh(at, this.values);
      case 'carry': return this.carried(previous, at, 1, 1);
      case 'proportional': return this.carried(previous, at, this.values.targetMs, previous.targetMs);
    }
  }

  private carried(previous: Segment, at: Millis, num: number, den: number): Segment {
    const used = shares(previous, this.pieces, this.assignments, at);
    const scaled = new Map([...used.owners].map(([owner, part]) => [owner, scale(part, BigInt(num), BigInt(den))]));
    const base = scale(elapsedAt(previous, this.pieces, at), BigInt(num), BigInt(den));
    return { ...fresh(at, this.values), base, ownerBase: scaled, pausedBase: used.paused };
  }

  private valuesAfter(event: Retarget): Values {
    return {
      targetMs: event.targetSec === undefined ? this.values.targetMs : targetMillis(event.targetSec, 'retarget.targetSec'),
      hours: event.calendar === undefined ? this.values.hours : this.hoursOf(event.calendar),
    };
  }
}

function requireReason(reason: string | undefined): void {
  if (reason === undefined || reason === '') throw new InvalidClock('A pause and a resume need a reason.', 'reason');
}

/** Folds the visible events of a clock, in order, into its history at `asOf`. */
export function readHistory(
  policy: ClockPolicy, calendar: string | CalendarDefinition, events: readonly PlacedEvent[], asOf: Millis, hoursOf: FindHours,
): ClockHistory {
  const values = { targetMs: targetMillis(policy.targetSec, 'policy.targetSec'), hours: hoursOf(calendar) };
  const reader = new ClockReader(policy, values, hoursOf);
  for (const event of events) reader.read(event);
  return reader.finish(asOf);
}
