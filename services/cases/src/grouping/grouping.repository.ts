import type { CaseStatus, Severity } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { caseTitle, type NewFinding, type Placement } from './grouping';

interface PlacementRow extends Record<string, unknown> {
  readonly outcome: 'known' | 'opened' | 'joined'; readonly case_id: string; readonly number: number; readonly version: number;
  readonly severity: Severity; readonly status: CaseStatus; readonly title: string; readonly raised_from: Severity | null;
}

/** Stores a finding and gives it its case in one round trip; the grouping rule itself stands in the function, where its lock is. */
export async function takeIn(tx: TenantTx, finding: NewFinding): Promise<Placement> {
  const [row] = await tx.sql<PlacementRow>(
    'select outcome, case_id, number, version, severity, status, title, raised_from from cases.take_in($1::jsonb, $2)',
    [JSON.stringify(finding), caseTitle(finding)]);
  if (row.outcome === 'known') return { outcome: 'known' };
  const { outcome, number, version, severity, status, title } = row;
  return { outcome, caseId: row.case_id, number, version, severity, status, title, raisedFrom: row.raised_from };
}
