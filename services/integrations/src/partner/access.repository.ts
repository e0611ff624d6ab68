import type { TenantTx } from '@yagura/db';

export async function saveAccess(tx: TenantTx, partnerClientId: string, mayManage: boolean): Promise<void> {
  await tx.execute(
    `insert into integrations.partner_access (tenant_id, partner_client_id, may_manage, changed_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, partner_client_id) do update set may_manage = excluded.may_manage, changed_at = excluded.changed_at`,
    [tx.tenantId, partnerClientId, mayManage, tx.now]);
}

/** What was last told of a partner client in the written tenant; undefined when nothing was told yet. */
export async function findAccess(tx: TenantTx, partnerClientId: string): Promise<boolean | undefined> {
  const [row] = await tx.sql<{ may_manage: boolean }>('select may_manage from integrations.partner_access where tenant_id = $1 and partner_client_id = $2', [tx.tenantId, partnerClientId]);
  return row?.may_manage;
}
