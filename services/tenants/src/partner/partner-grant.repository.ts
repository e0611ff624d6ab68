import type { PartnerPermission } from '@yagura/kernel';
import type { TenantRead, TenantTx } from '@yagura/db';
import { isPartnerPermission, type PartnerGrant } from './partner';

interface GrantRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly partner_client_id: string; readonly partner_name: string; readonly permissions: readonly string[];
  readonly is_active: boolean; readonly changed_at: Date;
}
const grantOf = (row: GrantRow): PartnerGrant => ({
  tenantId: row.tenant_id, partnerClientId: row.partner_client_id, partnerName: row.partner_name, permissions: row.permissions.filter(isPartnerPermission),
  active: row.is_active, changedAt: row.changed_at,
});

/** One tenant in which a partner client has a right, whoever asks; only for what a credential named. */
export interface GrantedTenant {
  readonly tenantId: string; readonly slug: string; readonly code: string; readonly name: string;
  /** False for a tenant that is not served now: the grant stays, and opens nothing. */
  readonly isServed: boolean;
  readonly permissions: readonly PartnerPermission[];
}

export async function saveGrant(tx: TenantTx, grant: Pick<PartnerGrant, 'partnerClientId' | 'partnerName' | 'permissions' | 'active'>): Promise<PartnerGrant> {
  const rows = await tx.sql<GrantRow>(
    `insert into tenants.partner_grant (tenant_id, partner_client_id, partner_name, permissions, is_active, changed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, partner_client_id) do update set partner_name = excluded.partner_name, permissions = excluded.permissions,
       is_active = excluded.is_active, changed_at = excluded.changed_at
     returning *`, [tx.tenantId, grant.partnerClientId, grant.partnerName, grant.permissions, grant.active, tx.now]);
  return grantOf(rows[0]);
}

/** Locks the grant of the written tenant. */
export async function takeGrant(tx: TenantTx, partnerClientId: string): Promise<PartnerGrant | undefined> {
  const rows = await tx.sql<GrantRow>('select * from tenants.partner_grant where tenant_id = $1 and partner_client_id = $2 for update', [tx.tenantId, partnerClientId]);
  return rows.map(grantOf)[0];
}

export async function grantsOf(tx: TenantRead, partnerClientIds: readonly string[]): Promise<PartnerGrant[]> {
  const rows = await tx.sql<GrantRow>(
    'select * from tenants.partner_grant where tenant_id = any ($1::uuid[]) and partner_client_id = any ($2::uuid[]) order by tenant_id', [tx.readScope, partnerClientIds]);
  return rows.map(grantOf);
}

/** Every tenant in which the client has a right, beyond any scope: what a credential opens, or what its end has to close. */
export async function grantedTenants(tx: TenantRead, partnerClientId: string): Promise<GrantedTenant[]> {
  const rows = await tx.sql<{ tenant_id: string; slug: string; code: string; name: string; tenant_state: string; permissions: readonly string[] }>(
    'select tenant_id, slug, code, name, tenant_state, permissions from tenants.partner_grants_of($1)', [partnerClientId]);
  return rows.map(({ tenant_id: tenantId, slug, code, name, tenant_state: state, permissions }) =>
    ({ tenantId, slug, code, name, isServed: state === 'active', permissions: permissions.filter(isPartnerPermission) }));
}

/** Grants of a client and its end exclude each other until both have committed, though they are written in different tenants. */
export async function holdPartner(tx: TenantTx, partnerClientId: string, mode: 'shared' | 'alone'): Promise<void> {
  await tx.sql(mode === 'alone' ? 'select pg_advisory_xact_lock(hashtextextended($1, 13))::text' : 'select pg_advisory_xact_lock_shared(hashtextextended($1, 13))::text', [partnerClientId]);
}
