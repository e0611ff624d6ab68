import type { TenantTx } from '@yagura/db';

export async function noteOpened(tx: TenantTx, caseId: string, openedAt: Date): Promise<void> {
  await tx.execute('insert into integrations.case_seen (tenant_id, id, opened_at) values ($1, $2, $3) on conflict do nothing', [tx.tenantId, caseId, openedAt]);
}

export async function openedAtOf(tx: TenantTx, caseId: string): Promise<Date | undefined> {
  const [row] = await tx.sql<{ opened_at: Date }>('select opened_at from integrations.case_seen where tenant_id = $1 and id = $2', [tx.tenantId, caseId]);
  return row?.opened_at;
}
