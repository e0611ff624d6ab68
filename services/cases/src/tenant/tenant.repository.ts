import type { TenantTx } from '@yagura/db';

export interface TenantName { readonly slug: string; readonly code: string; readonly name: string }

export async function saveTenantName(tx: TenantTx, { slug, code, name }: TenantName): Promise<void> {
  await tx.execute(
    `insert into cases.tenant (tenant_id, slug, code, name) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set slug = excluded.slug, code = excluded.code, name = excluded.name`, [tx.tenantId, slug, code, name]);
}
