import { deterministicId, type Id } from '@yagura/kernel';
import type { ClockView, Severity, SlaMetric } from '@yagura/contracts';
import { type ClockInput, type ClockResult, evaluateClock } from '@yagura/sla';
import { type PinnedPolicy, reopenModeOf } from '../policy/policy';
import { endOf, type HistoryEntry, seenAt, toEngine } from './history';

export type ClockId = Id<'clock'>;

/** A promise and what it is pinned to. Target and severity are those in force; the history says since when. */
export interface Clock {
  readonly clockId: ClockId;
  readonly caseId: string;
  readonly caseNumber: number;
  readonly metric: SlaMetric;
  readonly severity: Severity;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly targetSec: number;
  readonly startedAt: Date;
  /** Newest entry of the history. */
  readonly sequence: number;
  /** The instant for which the history was last asked. */
  readonly evaluatedAt: Date;
}

/** What the history says at one instant: the cached columns of a clock. */
export interface Standing {
  readonly state: ClockView['state'];
  readonly outcome: ClockView['outcome'];
  readonly dueAt: Date | null;
  readonly elapsedSec: number;
  readonly elapsedPct: number;
  readonly warnedPct: number;
  readonly breachedAt: Date | null;
  /** When the outcome became final: a kept promise at its stop, a broken one at its breach (service levels, section 1.12). */
  readonly finalAt: Date | null;
}

/** A case has one clock per metric, whoever computes its id and however often. */
export const clockIdOf = (tenantId: string, caseId: string, metric: SlaMetric): ClockId => deterministicId<'clock'>('sla clock', tenantId, caseId, metric);

/** The engine's question about a clock. All of it comes from the pinned policy and the history, so the answer can be checked by anyone. */
export function questionOf(clock: Pick<Clock, 'metric'>, policy: PinnedPolicy, history: readonly HistoryEntry[], asOf: Date): ClockInput {
  const first = history.find(({ kind }) => kind === 'start');
  return {
    calendar: policy.calendarDefinition,
    policy: { targetSec: first?.targetSec ?? 0, pauseOn: policy.pauseOn, reopen: reopenModeOf(clock.metric), warnPct: policy.warnPct },
    events: history.map(toEngine), asOf: asOf.toISOString(),
  };
}

export const evaluate = (clock: Pick<Clock, 'metric'>, policy: PinnedPolicy, history: readonly HistoryEntry[], asOf: Date): ClockResult =>
  evaluateClock(questionOf(clock, policy, history, asOf));

export function standingOf(result: ClockResult, history: readonly HistoryEntry[], policy: PinnedPolicy): Standing {
  const breachedAt = toDate(result.breachAt);
  return {
    state: result.state, outcome: result.outcome, dueAt: toDate(result.dueAt), elapsedSec: result.elapsedSec, elapsedPct: result.elapsedPct,
    warnedPct: Math.max(0, ...policy.warnPct.filter((percent) => percent <= result.elapsedPct)), breachedAt,
    finalAt: result.outcome === 'pending' ? null : breachedAt ?? endOf(seenAt(history, result.asOf))?.at ?? null,
  };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
