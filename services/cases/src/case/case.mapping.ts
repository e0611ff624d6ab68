import type { CaseStatus, CaseView, HoldReason, Severity, Verdict } from '@yagura/contracts';
import { namesOf, type NamedRow } from '../tenant/tenant';
import type { CaseState } from './case';

/** A row of `cases.case_seen` as PostgreSQL writes it into JSON: instants are ISO 8601 text with microseconds, so cursors are exact. */
export interface SeenCase extends NamedRow {
  readonly id: string; readonly number: number; readonly title: string; readonly severity: Severity; readonly status: CaseStatus;
  readonly hold_reason: HoldReason | null; readonly group_key: string; readonly finding_count: number; readonly opened_at: string;
  readonly acknowledged_at: string | null; readonly resolved_at: string | null; readonly closed_at: string | null; readonly last_activity_at: string;
  readonly version: number; readonly queue_rank: number; readonly assignee_id: string | null; readonly assignee_name: string | null;
  readonly verdict: Verdict | null; readonly verdict_reason: string | null;
}

export function caseView(row: SeenCase): CaseView {
  return {
    caseId: row.id, tenant: namesOf(row), number: row.number, title: row.title, severity: row.severity, status: row.status, holdReason: row.hold_reason,
    groupKey: row.group_key, findingCount: row.finding_count, openedAt: row.opened_at, acknowledgedAt: row.acknowledged_at, resolvedAt: row.resolved_at,
    closedAt: row.closed_at, lastActivityAt: row.last_activity_at,
    assignee: row.assignee_id === null ? null : { userId: row.assignee_id, name: row.assignee_name ?? '' },
    verdict: row.verdict, verdictReason: row.verdict_reason, version: row.version,
  };
}

/** A row of `cases.queue_page`, whose places these are (migration queue_page). */
export type QueueCells = readonly [
  rank: number, openedAt: string, id: string, tenantId: string, number: number, title: string, severity: Severity, status: CaseStatus, holdReason: HoldReason | null,
  groupKey: string, findingCount: number, acknowledgedAt: string | null, resolvedAt: string | null, closedAt: string | null, lastActivityAt: string, version: number,
  assigneeId: string | null, assigneeName: string | null, verdict: Verdict | null, verdictReason: string | null,
];
export type TenantCells = readonly [tenantId: string, slug: string, code: string, name: string];

export function seenInQueue(rows: readonly QueueCells[], tenants: readonly TenantCells[]): SeenCase[] {
  const byId = new Map(tenants.map((tenant) => [tenant[0], tenant]));
  return rows.map(([rank, openedAt, id, tenantId, number, title, severity, status, holdReason, groupKey, findingCount, acknowledgedAt, resolvedAt, closedAt,
    lastActivityAt, version, assigneeId, assigneeName, verdict, verdictReason]) => {
    const [, slug, code, name] = byId.get(tenantId) ?? NOT_ANNOUNCED;
    return {
      tenant_id: tenantId, tenant_slug: slug, tenant_code: code, tenant_name: name, id, number, title, severity, status, hold_reason: holdReason, group_key: groupKey,
      finding_count: findingCount, opened_at: openedAt, acknowledged_at: acknowledgedAt, resolved_at: resolvedAt, closed_at: closedAt, last_activity_at: lastActivityAt,
      version, queue_rank: rank, assignee_id: assigneeId, assignee_name: assigneeName, verdict, verdict_reason: verdictReason,
    };
  });
}
const NOT_ANNOUNCED = [null, null, null, null] as const;

/** The columns that decisions need, read under a lock. */
export interface LockedCase extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly number: number; readonly title: string; readonly severity: Severity; readonly status: CaseStatus;
  readonly hold_reason: HoldReason | null; readonly acknowledged_at: Date | null; readonly resolved_at: Date | null; readonly closed_at: Date | null;
  readonly assignee_id: string | null; readonly assignee_name: string | null; readonly verdict: Verdict | null; readonly verdict_reason: string | null;
  readonly version: number;
}

export function caseState(row: LockedCase): CaseState {
  return {
    tenantId: row.tenant_id, caseId: row.id, number: row.number, title: row.title, severity: row.severity, status: row.status, holdReason: row.hold_reason,
    acknowledgedAt: row.acknowledged_at, resolvedAt: row.resolved_at, closedAt: row.closed_at,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    verdict: row.verdict, verdictReason: row.verdict_reason, version: row.version,
  };
}
