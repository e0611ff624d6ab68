import type { TenantTx } from '@yagura/db';

/** A client company as this service knows it. */
export interface ServedTenant { readonly code: string; readonly isSuspended: boolean }

export async function addTenant(tx: TenantTx, code: string): Promise<void> {
  await tx.execute('insert into integrations.tenant (tenant_id, code) values ($1, $2) on conflict (tenant_id) do update set code = excluded.code', [tx.tenantId, code]);
}

export async function setSuspended(tx: TenantTx, isSuspended: boolean): Promise<void> {
  await tx.execute('update integrations.tenant set is_suspended = $2 where tenant_id = $1', [tx.tenantId, isSuspended]);
}

export async function findTenant(tx: TenantTx): Promise<ServedTenant | undefined> {
  const [row] = await tx.sql<{ code: string; is_suspended: boolean }>('select code, is_suspended from integrations.tenant where tenant_id = $1', [tx.tenantId]);
  return row === undefined ? undefined : { code: row.code, isSuspended: row.is_suspended };
}
