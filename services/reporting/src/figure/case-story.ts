import type { CaseStatus, HoldReason, Severity, Verdict } from '@yagura/contracts';
import type { CaseEvent, CaseHistory } from '../fact/snapshot';

/** A case as it stood at one instant. */
export interface CaseStory {
  readonly caseId: string;
  readonly number: number;
  readonly title: string;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly holdReason: HoldReason | null;
  readonly verdict: Verdict | null;
  readonly openedAt: Date;
  readonly acknowledgedAt: Date | null;
  /** The last time it was resolved, or closed without that; null while it is open again or still. */
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  /** Last verdict of each finding that got one. */
  readonly verdicts: ReadonlyMap<string, { readonly verdict: Verdict; readonly at: Date }>;
  readonly events: readonly CaseEvent[];
}

/** Folds the events that had happened at `asOf`; undefined for a case that was not open yet, or whose opening is not known yet. */
export function storyAt({ caseId, number, title, events: all }: CaseHistory, asOf: Date): CaseStory | undefined {
  const events = all.filter(({ at }) => at <= asOf);
  const opened = events.find(({ kind }) => kind === 'opened');
  const last = events.at(-1);
  if (opened === undefined || last === undefined) return undefined;
  const closedAt = events.find(({ kind }) => kind === 'closed')?.at ?? null;
  return {
    caseId, number, title, severity: last.severity, status: last.status, openedAt: opened.at, closedAt, events,
    acknowledgedAt: events.find(({ kind }) => kind === 'acknowledged')?.at ?? null,
    holdReason: last.status === 'on_hold' ? events.findLast(({ kind, status }) => kind === 'status_changed' && status === 'on_hold')?.holdReason ?? null : null,
    verdict: events.findLast(({ verdict }) => verdict !== null)?.verdict ?? null,
    resolvedAt: resolvedAt(events, last.status, closedAt), verdicts: verdictsOf(events),
  };
}

function resolvedAt(events: readonly CaseEvent[], status: CaseStatus, closedAt: Date | null): Date | null {
  if (status !== 'resolved' && status !== 'closed') return null;
  return events.findLast((event) => event.kind === 'status_changed' && event.status === 'resolved')?.at ?? closedAt;
}

function verdictsOf(events: readonly CaseEvent[]): Map<string, { verdict: Verdict; at: Date }> {
  const verdicts = new Map<string, { verdict: Verdict; at: Date }>();
  for (const { kind, verdict, at, findingIds } of events) {
    if (kind === 'verdict_set' && verdict !== null) for (const id of findingIds) verdicts.set(id, { verdict, at });
  }
  return verdicts;
}
