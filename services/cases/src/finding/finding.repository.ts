import type { TenantRead, TenantTx } from '@yagura/db';
import { NotFound } from '@yagura/kernel';
import type { SeenFinding } from './finding.mapping';

export interface FindingFilter { readonly tenantId: string | null; readonly ruleId: string | null; readonly since: string | null }
export type FindingKey = readonly [instant: string, id: string];

/** Findings in the reader's scope, newest first. */
export async function findingRows(read: TenantRead, { tenantId, ruleId, since }: FindingFilter, key: FindingKey | undefined, cap: number): Promise<SeenFinding[]> {
  const [{ rows }] = await read.sql<{ rows: SeenFinding[] }>(
    `select coalesce(json_agg(q), '[]') as rows from (
       select * from cases.finding_seen f
       where f.tenant_id = any ($1::uuid[]) and ($2::uuid is null or f.tenant_id = $2) and ($3::text is null or f.rule_id = $3)
         and ($4::timestamptz is null or f.created_at >= $4) and ($5::timestamptz is null or (f.created_at, f.id) < ($5, $6::uuid))
       order by f.created_at desc, f.id desc limit $7) q`,
    [read.readScope, tenantId, ruleId, since, key?.[0] ?? null, key?.[1] ?? null, cap]);
  return rows;
}

/** Findings of one case in the order in which they joined it. */
export async function findingRowsOfCase(tx: TenantTx, caseId: string, key: FindingKey | undefined, cap: number): Promise<SeenFinding[]> {
  const [{ rows }] = await tx.sql<{ rows: SeenFinding[] }>(
    `select coalesce(json_agg(q), '[]') as rows from (
       select * from cases.finding_seen f
       where f.tenant_id = $1 and f.case_id = $2 and ($3::timestamptz is null or (f.added_at, f.id) > ($3, $4::uuid))
       order by f.added_at, f.id limit $5) q`,
    [tx.tenantId, caseId, key?.[0] ?? null, key?.[1] ?? null, cap]);
  return rows;
}

export async function seenFinding(tx: TenantTx, findingId: string): Promise<SeenFinding> {
  const [row] = await tx.sql<{ it: SeenFinding }>('select row_to_json(f) as it from cases.finding_seen f where f.tenant_id = $1 and f.id = $2', [tx.tenantId, findingId]);
  if (row === undefined) throw new NotFound('finding');
  return row.it;
}
