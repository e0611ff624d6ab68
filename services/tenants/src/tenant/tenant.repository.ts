import type { TenantRead, TenantTx } from '@yagura/db';
import { shapeOf } from './tenant-name';
import { NameTaken } from './tenant.errors';
import type { Tenant, TenantState } from './tenant';

interface TenantRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly kind: Tenant['kind']; readonly slug: string; readonly code: string; readonly name: string;
  readonly state: TenantState; readonly created_at: Date; readonly activated_at: Date | null;
}

const fromRow = (row: TenantRow): Tenant => ({
  tenantId: row.tenant_id, kind: row.kind, slug: row.slug, code: row.code, name: row.name, state: row.state, createdAt: row.created_at, activatedAt: row.activated_at,
});

/** The written tenant. */
export async function findTenant(tx: TenantRead): Promise<Tenant | undefined> {
  const rows = await tx.sql<TenantRow>('select * from tenants.tenant where tenant_id = $1', [tx.tenantId]);
  return rows.map(fromRow)[0];
}

export async function findTenantBySlug(tx: TenantRead, slug: string): Promise<Tenant | undefined> {
  const rows = await tx.sql<TenantRow>('select * from tenants.tenant where tenant_id = any ($1::uuid[]) and slug = $2', [tx.readScope, slug]);
  return rows.map(fromRow)[0];
}

export async function tenantsByIds(tx: TenantRead, tenantIds: readonly string[]): Promise<Tenant[]> {
  return (await tx.sql<TenantRow>('select * from tenants.tenant where tenant_id = any ($1::uuid[]) and tenant_id = any ($2::uuid[])', [tx.readScope, tenantIds])).map(fromRow);
}

/** Tenants of the read scope by slug, behind `after`; one more than `first` says that there is a next page. */
export async function listTenants(tx: TenantRead, after: string | undefined, first: number): Promise<Tenant[]> {
  const rows = await tx.sql<TenantRow>('select * from tenants.tenant where tenant_id = any ($1::uuid[]) and slug > $2 order by slug limit $3', [tx.readScope, after ?? '', first + 1]);
  return rows.map(fromRow);
}

/** Locks the row until the transaction ends, so that two commands on one tenant follow each other. */
export async function takeTenant(tx: TenantTx): Promise<Tenant | undefined> {
  const rows = await tx.sql<TenantRow>('select * from tenants.tenant where tenant_id = $1 for update', [tx.tenantId]);
  return rows.map(fromRow)[0];
}

/** Adds the written tenant's own row. Throws NameTaken when the slug, its look-alike or the code belongs to another. */
export async function addTenant(tx: TenantTx, tenant: Pick<Tenant, 'kind' | 'slug' | 'code' | 'name' | 'state'>): Promise<void> {
  const { kind, slug, code, name, state } = tenant;
  try {
    await tx.execute(
      'insert into tenants.tenant (tenant_id, kind, slug, slug_shape, code, name, state, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [tx.tenantId, kind, slug, shapeOf(slug), code, name, state, tx.now]);
  } catch (error) {
    const constraint: unknown = error instanceof Error && 'constraint' in error ? error.constraint : undefined;
    if (constraint === 'tenant_slug') throw new NameTaken('slug');
    if (constraint === 'tenant_code') throw new NameTaken('code');
    throw error;
  }
}

export async function saveState(tx: TenantTx, state: TenantState): Promise<void> {
  await tx.execute(
    `update tenants.tenant set state = $2, activated_at = case when $2 = 'active' then coalesce(activated_at, $3) else activated_at end,
       suspended_at = case when $2 = 'suspended' then $3 else null end where tenant_id = $1`, [tx.tenantId, state, tx.now]);
}
