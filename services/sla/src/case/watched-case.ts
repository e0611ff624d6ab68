import type { CaseStatus, Severity, SlaMetric } from '@yagura/contracts';

/** What of a case decides about its clocks. One hold reason at a time: it is the case's pause log, shared by its clocks (service levels, 1.1). */
export interface WatchedCase {
  readonly caseId: string;
  readonly number: number;
  readonly severity: Severity;
  readonly openedAt: Date;
  readonly holdReason: string | null;
  readonly acknowledgedAt: Date | null;
  /** When the work ended, by resolving or by closing; null again after a return to work. */
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
}

/** An entry for the history of one of the case's clocks. `target` asks for the policy's target of the case's severity. */
export type CaseEntry = { readonly metric: SlaMetric; readonly at: Date } & (
  | { readonly kind: 'start' | 'retarget' | 'reopen' }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'pause' | 'resume'; readonly reason: string }
);

export interface CaseChange {
  readonly after: WatchedCase;
  readonly entries: readonly CaseEntry[];
}

const METRICS: readonly SlaMetric[] = ['acknowledge', 'resolve'];
/** A hold without a reason is recorded like any other; no policy pauses on it. */
const UNSTATED = 'unstated';

/** Metrics whose clock still waits for its end. */
export function openMetrics(watched: WatchedCase): SlaMetric[] {
  if (watched.closedAt !== null) return [];
  return METRICS.filter((metric) => (metric === 'acknowledge' ? watched.acknowledgedAt : watched.resolvedAt) === null);
}

export function opened(watched: WatchedCase): CaseChange {
  return { after: watched, entries: METRICS.map((metric) => ({ metric, kind: 'start', at: watched.openedAt })) };
}

/** The first human action: later ones change nothing. */
export function acknowledged(watched: WatchedCase, at: Date): CaseChange {
  if (!openMetrics(watched).includes('acknowledge')) return { after: watched, entries: [] };
  return { after: { ...watched, acknowledgedAt: at }, entries: [{ metric: 'acknowledge', kind: 'stop', at, reason: 'acknowledged' }] };
}

/** A clock of this severity is asked for anew; whoever applies the entries knows whether one exists. */
export function severityChanged(watched: WatchedCase, severity: Severity, at: Date): CaseChange {
  if (severity === watched.severity) return { after: watched, entries: [] };
  return { after: { ...watched, severity }, entries: openMetrics(watched).map((metric) => ({ metric, kind: 'retarget', at })) };
}

export interface StatusChange { readonly status: CaseStatus; readonly holdReason: string | null; readonly at: Date }

export function statusChanged(watched: WatchedCase, { status, holdReason, at }: StatusChange): CaseChange {
  if (watched.closedAt !== null) return { after: watched, entries: [] };
  const ends = status === 'resolved' || status === 'closed';
  const hold = status === 'on_hold' ? holdReason ?? UNSTATED : null;
  const after: WatchedCase = { ...watched, holdReason: hold, resolvedAt: ends ? watched.resolvedAt ?? at : null, closedAt: status === 'closed' ? at : null };
  return {
    after,
    entries: [
      ...(watched.resolvedAt !== null && !ends ? [{ metric: 'resolve', kind: 'reopen', at } as const] : []),
      ...holdEntries(watched, after, at),
      ...openMetrics(watched).filter((metric) => !openMetrics(after).includes(metric)).map((metric) => ({ metric, kind: 'stop', at, reason: status } as const)),
    ],
  };
}

/** A hold ends before the next begins, at the same instant; a clock that stops ends its pauses itself. */
function holdEntries(before: WatchedCase, after: WatchedCase, at: Date): CaseEntry[] {
  if (before.holdReason === after.holdReason) return [];
  return openMetrics(after).flatMap((metric): CaseEntry[] => [
    ...(before.holdReason === null ? [] : [{ metric, kind: 'resume', at, reason: before.holdReason } as const]),
    ...(after.holdReason === null ? [] : [{ metric, kind: 'pause', at, reason: after.holdReason } as const]),
  ]);
}
