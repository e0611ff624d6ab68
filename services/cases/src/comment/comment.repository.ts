import type { TenantTx } from '@yagura/db';
import type { CommentRow, NewComment } from './comment';

export type CommentKey = readonly [createdAt: string, id: string];

export async function addComment(tx: TenantTx, { id, caseId, body, visibility }: NewComment): Promise<void> {
  await tx.execute(
    'insert into cases.comment (tenant_id, id, case_id, created_at, author_id, author_name, is_internal, body) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [tx.tenantId, id, caseId, tx.now, tx.actor.id, tx.actor.name, visibility === 'internal', body]);
}

/** Comments of a case, oldest first; for a client company the internal ones do not exist. */
export async function commentRows(tx: TenantTx, caseId: string, key: CommentKey | undefined, cap: number): Promise<CommentRow[]> {
  const [{ rows }] = await tx.sql<{ rows: CommentRow[] }>(
    `select coalesce(json_agg(q), '[]') as rows from (
       select m.id, m.case_id, m.created_at, m.author_name, m.is_internal, m.body from cases.comment m
       where m.tenant_id = $1 and m.case_id = $2 and ($3 or not m.is_internal)
         and ($4::timestamptz is null or (m.created_at, m.id) > ($4, $5::uuid))
       order by m.created_at, m.id limit $6) q`,
    [tx.tenantId, caseId, tx.audience !== 'customer', key?.[0] ?? null, key?.[1] ?? null, cap]);
  return rows;
}
