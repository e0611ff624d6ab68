import type { TenantRead } from '@yagura/db';
import { seenInQueue, type QueueCells, type SeenCase, type TenantCells } from './case.mapping';

export interface QueueFilter { readonly status: string | null; readonly severity: string | null; readonly assigneeId: string | null }
/** Place of a row in the queue: rank, instant of opening, id. */
export type QueueKey = readonly [rank: number, openedAt: string, caseId: string];

interface QueuePage { readonly rows: readonly QueueCells[]; readonly tenants: readonly TenantCells[] | null }

/**
 * Up to `cap` rows of the read scope behind `key`. The scope is a value of the statement, so that row security is a second wall and not the
 * only one. The answer is one JSON value: fifty rows of two dozen columns each would cost this process more than the database spends on them.
 */
export async function queueRows(read: TenantRead, { status, severity, assigneeId }: QueueFilter, key: QueueKey | undefined, cap: number): Promise<SeenCase[]> {
  const [{ page }] = await read.sql<{ page: QueuePage }>(
    'select cases.queue_page($1, $2, $3, $4, $5, $6, $7, $8) as page',
    [read.readScope, key?.[0] ?? null, key?.[1] ?? null, key?.[2] ?? null, status, severity, assigneeId, cap]);
  return seenInQueue(page.rows, page.tenants ?? []);
}
