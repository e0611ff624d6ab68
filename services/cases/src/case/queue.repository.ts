import type { TenantRead } from '@yagura/db';
import { seenInQueue, type QueueCells, type SeenCase, type TenantCells } from './case.mapping';

/** Null lets every case through. */
export interface QueueFilter {
  readonly statuses: readonly string[] | null; readonly severities: readonly string[] | null; readonly assigneeId: string | null; readonly isUnassigned: boolean;
  readonly words: string | null;
}
/** Place of a row in the queue: rank, instant of opening, id. */
export type QueueKey = readonly [rank: number, openedAt: string, caseId: string];

interface QueuePage { readonly rows: readonly QueueCells[]; readonly tenants: readonly TenantCells[] | null }

/**
 * Up to `cap` rows of the read scope behind `key`. The scope is a value of the statement, so that row security is a second wall and not the
 * only one. The answer is one JSON value: fifty rows of two dozen columns each would cost this process more than the database spends on them.
 */
export async function queueRows(read: TenantRead, filter: QueueFilter, key: QueueKey | undefined, cap: number): Promise<SeenCase[]> {
  const [{ page }] = await read.sql<{ page: QueuePage }>(
    'select cases.queue_page($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as page',
    [read.readScope, key?.[0] ?? null, key?.[1] ?? null, key?.[2] ?? null, ...valuesOf(filter), cap]);
  return seenInQueue(page.rows, page.tenants ?? []);
}

/** How many cases the list has, counted up to `cap`. */
export async function queueCount(read: TenantRead, filter: QueueFilter, cap: number): Promise<number> {
  const [{ count }] = await read.sql<{ count: number }>('select cases.queue_count($1, $2, $3, $4, $5, $6, $7) as count', [read.readScope, ...valuesOf(filter), cap]);
  return count;
}

const valuesOf = ({ statuses, severities, assigneeId, isUnassigned, words }: QueueFilter): readonly unknown[] => [statuses, severities, assigneeId, isUnassigned, words];
