import type { EventData, FindingCreatedV1 } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { FindingFacts } from './snapshot';

export async function addFinding(tx: TenantTx, finding: EventData<typeof FindingCreatedV1>): Promise<void> {
  const { rule } = finding;
  await tx.sql(
    `insert into reporting.finding (tenant_id, id, source_id, rule_id, rule_title, level, tactics, techniques, occurred_at, created_at, host)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [tx.tenantId, finding.findingId, finding.sourceId, rule.id, rule.title, rule.level, rule.tactics, rule.techniques, finding.occurredAt, finding.createdAt, finding.host]);
}

/** Links findings to their case; a finding stays in the case that it joined first. */
export async function linkFindings(tx: TenantTx, caseId: string, findingIds: readonly string[]): Promise<void> {
  await tx.sql(
    'insert into reporting.case_finding (tenant_id, finding_id, case_id) select $1, finding_id, $2 from unnest($3::uuid[]) as f (finding_id) on conflict do nothing',
    [tx.tenantId, caseId, findingIds]);
}

interface FindingRow extends Record<string, unknown> {
  readonly id: string; readonly source_id: string; readonly rule_id: string; readonly rule_title: string; readonly level: FindingFacts['level']; readonly tactics: string[];
  readonly techniques: string[]; readonly occurred_at: Date; readonly created_at: Date; readonly host: string; readonly case_id: string | null;
}

/** Findings made between two instants, and older ones of the given cases, which may still get their verdict. */
export async function listFindings(read: TenantRead, from: Date, until: Date, caseIds: readonly string[]): Promise<FindingFacts[]> {
  const rows = await read.sql<FindingRow>(
    `select f.id, f.source_id, f.rule_id, f.rule_title, f.level, f.tactics, f.techniques, f.occurred_at, f.created_at, f.host, l.case_id
     from reporting.finding f left join reporting.case_finding l on l.tenant_id = f.tenant_id and l.finding_id = f.id
     where f.tenant_id = $1 and f.created_at < $3 and (f.created_at >= $2 or l.case_id = any ($4::uuid[])) order by f.created_at, f.id`,
    [read.tenantId, from, until, caseIds]);
  return rows.map((row) => ({
    findingId: row.id, sourceId: row.source_id, ruleId: row.rule_id, ruleTitle: row.rule_title, level: row.level, tactics: row.tactics, techniques: row.techniques,
    occurredAt: row.occurred_at, createdAt: row.created_at, host: row.host, caseId: row.case_id,
  }));
}
