import type { TenantRead } from '@yagura/db';
import type { GrantRow } from '../access/access';

interface MembershipOf extends Record<string, unknown> {
  readonly user_id: string; readonly name: string; readonly audience: GrantRow['audience']; readonly home_tenant_id: string; readonly signed_out_at: Date | null;
  readonly tenant_id: string | null; readonly roles: readonly string[] | null;
}

/** All rows that name exactly this subject of this issuer, in whichever tenant. */
export async function grantRows(tx: TenantRead, issuer: string, subject: string): Promise<GrantRow[]> {
  const rows = await tx.sql<MembershipOf>('select user_id, name, audience, home_tenant_id, signed_out_at, tenant_id, roles from tenants.memberships_of($1, $2)', [issuer, subject]);
  return rows.map((row) => ({
    userId: row.user_id, name: row.name, audience: row.audience, homeTenantId: row.home_tenant_id, signedOutAt: row.signed_out_at, tenantId: row.tenant_id, roles: row.roles ?? [],
  }));
}
