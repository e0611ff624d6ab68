import type { TenantRead } from '@yagura/db';
import type { SeenCase } from './case.mapping';

export interface QueueFilter {
  readonly tenantId: string | null; readonly status: string | null; readonly severity: string | null; readonly assigneeId: string | null;
}
/** Place of a row in the queue: rank, instant of opening, id. */
export type QueueKey = readonly [rank: number, openedAt: string, caseId: string];

/**
 * Up to `cap` rows behind `key`, in the order of the index that the plan walks. The statement bounds its rows by the read scope itself, so
 * that row security is a second wall and not the only one. One statement whose answer is one JSON value: reading
 * fifty rows of a dozen columns each from the wire would cost this process more than the database spends on finding them.
 */
export async function queueRows(read: TenantRead, { tenantId, status, severity, assigneeId }: QueueFilter, key: QueueKey | undefined, cap: number): Promise<SeenCase[]> {
  const [{ rows }] = await read.sql<{ rows: SeenCase[] }>(
    `select coalesce(json_agg(q), '[]') as rows from (
       select * from cases.case_seen c
       where c.tenant_id = any ($9::uuid[]) and ($1::uuid is null or c.tenant_id = $1) and ($2::text is null or c.status = $2) and ($3::text is null or c.severity = $3)
         and ($4::uuid is null or c.assignee_id = $4)
         and ($5::smallint is null or (c.queue_rank, c.opened_at, c.id) > ($5, $6::timestamptz, $7::uuid))
       order by c.queue_rank, c.opened_at, c.id limit $8) q`,
    [tenantId, status, severity, assigneeId, key?.[0] ?? null, key?.[1] ?? null, key?.[2] ?? null, cap, read.readScope]);
  return rows;
}
