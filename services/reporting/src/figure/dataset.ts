import { verdictGroup, type CaseTimes, type ClockOutcomeTimes, type FindingTimes, type MetricDataset } from '@yagura/metrics';
import type { ClockFacts, FindingFacts, Snapshot } from '../fact/snapshot';
import { storyAt, type CaseStory } from './case-story';

/** The time that a question is about, and when it is asked. */
export interface Span { readonly from: Date; readonly until: Date; readonly asOf: Date }

/** A snapshot as it stood at the span's `asOf`, in the shape that the metrics are computed from. */
export interface SpanData {
  readonly span: Span;
  readonly stories: readonly CaseStory[];
  readonly findings: readonly FindingFacts[];
  readonly clocks: readonly ClockFacts[];
  readonly dataset: MetricDataset;
}

export function spanData(snapshot: Snapshot, span: Span): SpanData {
  const stories = snapshot.cases.flatMap((history) => storyAt(history, span.asOf) ?? []);
  const storyOf = new Map(stories.map((story) => [story.caseId, story]));
  const findings = snapshot.findings.filter(({ createdAt }) => createdAt <= span.asOf && createdAt < span.until);
  const clocks = snapshot.clocks.filter(({ startedAt }) => startedAt <= span.asOf).map((clock) => asKnownAt(clock, span.asOf));
  return {
    span, stories, findings, clocks,
    dataset: {
      period: { from: span.from.toISOString(), to: span.until.toISOString() }, asOf: span.asOf.toISOString(),
      findings: findings.map((finding) => findingTimes(finding, finding.caseId === null ? undefined : storyOf.get(finding.caseId))),
      cases: stories.map(caseTimes), clocks: clocks.map(clockTimes),
    },
  };
}

/** A result that came later is not known yet. */
const asKnownAt = (clock: ClockFacts, asOf: Date): ClockFacts =>
  (clock.finalAt !== null && clock.finalAt <= asOf ? clock : { ...clock, outcome: 'pending', finalAt: null });

function findingTimes(finding: FindingFacts, story: CaseStory | undefined): FindingTimes {
  const given = story?.verdicts.get(finding.findingId);
  const acknowledged = story?.acknowledgedAt ?? null;
  return {
    id: finding.findingId, occurredAt: finding.occurredAt.toISOString(), createdAt: finding.createdAt.toISOString(), severity: finding.level, caseId: story?.caseId ?? null,
    // A finding that joins a case which somebody already works on was never queued: it has no time to acknowledge, and a zero would flatter.
    acknowledgedAt: acknowledged !== null && acknowledged >= finding.createdAt ? acknowledged.toISOString() : null,
    verdictAt: given?.at.toISOString() ?? null, verdict: given === undefined ? null : verdictGroup(given.verdict),
  };
}

const caseTimes = (story: CaseStory): CaseTimes => ({
  id: story.caseId, origin: 'alert', severity: story.severity, openedAt: story.openedAt.toISOString(), resolvedAt: story.resolvedAt?.toISOString() ?? null,
  maxTier: 1, escalatedToCustomer: false, isIncident: isAttack(story),
});

/** A case in which an attack was confirmed. */
export const isAttack = ({ verdict }: Pick<CaseStory, 'verdict'>): boolean => verdict !== null && verdictGroup(verdict) === 'true_positive';

/** A case that still needs work. */
export const isOpen = ({ status }: Pick<CaseStory, 'status'>): boolean => status !== 'resolved' && status !== 'closed';

const clockTimes = ({ clockId, outcome, finalAt, metric, severity }: ClockFacts): ClockOutcomeTimes =>
  ({ id: clockId, outcome, finalAt: finalAt?.toISOString() ?? null, metric, severity });
