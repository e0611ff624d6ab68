import type { Severity } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import type { WatchedCase } from './watched-case';

interface CaseRow extends Record<string, unknown> {
  readonly id: string; readonly number: number; readonly severity: Severity; readonly opened_at: Date; readonly hold_reason: string | null;
  readonly acknowledged_at: Date | null; readonly resolved_at: Date | null; readonly closed_at: Date | null;
}

/** Adds the case; false when it is already watched. */
export async function addCase(tx: TenantTx, watched: WatchedCase): Promise<boolean> {
  const added = await tx.execute('insert into sla.watched_case (tenant_id, id, number, severity, opened_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [tx.tenantId, watched.caseId, watched.number, watched.severity, watched.openedAt]);
  return added > 0;
}

/** The case, locked until the transaction ends: its clocks change under this lock. */
export async function takeCase(tx: TenantTx, caseId: string): Promise<WatchedCase | undefined> {
  const [row] = await tx.sql<CaseRow>(
    'select id, number, severity, opened_at, hold_reason, acknowledged_at, resolved_at, closed_at from sla.watched_case where tenant_id = $1 and id = $2 for update',
    [tx.tenantId, caseId]);
  if (row === undefined) return undefined;
  return {
    caseId: row.id, number: row.number, severity: row.severity, openedAt: row.opened_at, holdReason: row.hold_reason, acknowledgedAt: row.acknowledged_at,
    resolvedAt: row.resolved_at, closedAt: row.closed_at,
  };
}

export async function saveCase(tx: TenantTx, watched: WatchedCase): Promise<void> {
  await tx.execute(
    'update sla.watched_case set severity = $3, hold_reason = $4, acknowledged_at = $5, resolved_at = $6, closed_at = $7 where tenant_id = $1 and id = $2',
    [tx.tenantId, watched.caseId, watched.severity, watched.holdReason, watched.acknowledgedAt, watched.resolvedAt, watched.closedAt]);
}
