import type { Verdict } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { NotFound } from '@yagura/kernel';
import type { CaseState } from './case';
import { caseState, type LockedCase, type SeenCase } from './case.mapping';

/** The case for a decision; nobody else changes it before this transaction ends. */
export async function lockCase(tx: TenantTx, caseId: string): Promise<CaseState> {
  const [row] = await tx.sql<LockedCase>(
    `select tenant_id, id, number, title, severity, status, hold_reason, acknowledged_at, resolved_at, closed_at, assignee_id, assignee_name, verdict,
       verdict_reason, version
     from cases.case_file where tenant_id = $1 and id = $2 for update`, [tx.tenantId, caseId]);
  if (row === undefined) throw new NotFound('case');
  return caseState(row);
}

/** The case as the reader of this transaction may see it. */
export async function seenCase(tx: TenantTx, caseId: string): Promise<SeenCase> {
  const [row] = await tx.sql<{ it: SeenCase }>('select row_to_json(c) as it from cases.case_seen c where c.tenant_id = $1 and c.id = $2', [tx.tenantId, caseId]);
  if (row === undefined) throw new NotFound('case');
  return row.it;
}

export async function saveCase(tx: TenantTx, state: CaseState): Promise<void> {
  await tx.execute(
    `update cases.case_file set severity = $3, status = $4, hold_reason = $5, acknowledged_at = $6, resolved_at = $7, closed_at = $8, assignee_id = $9,
       assignee_name = $10, verdict = $11, verdict_reason = $12, version = $13, last_activity_at = $14
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, state.caseId, state.severity, state.status, state.holdReason, state.acknowledgedAt, state.resolvedAt, state.closedAt,
      state.assignee?.id ?? null, state.assignee?.name ?? null, state.verdict, state.verdictReason, state.version, tx.now]);
}

export async function touchCase(tx: TenantTx, caseId: string): Promise<void> {
  await tx.execute('update cases.case_file set last_activity_at = $3 where tenant_id = $1 and id = $2', [tx.tenantId, caseId, tx.now]);
}

/** Gives the case's verdict to its findings, to all of them or to those that nobody judged yet; answers which they were. */
export async function judgeFindings(tx: TenantTx, caseId: string, verdict: Verdict, reason: string | null, onlyUntriaged: boolean): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `update cases.finding f set verdict = $3, verdict_reason = $4, verdict_at = $5 from cases.case_finding m
     where m.tenant_id = $1 and m.case_id = $2 and f.tenant_id = $1 and f.id = m.finding_id and (not $6 or f.verdict is null) returning f.id`,
    [tx.tenantId, caseId, verdict, reason, tx.now, onlyUntriaged]);
  return rows.map(({ id }) => id).sort();
}
