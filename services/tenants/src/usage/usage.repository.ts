import type { TenantRead, TenantTx } from '@yagura/db';
import type { Meter, UsageMonth } from './usage-month';

/** Notes the month of a source or person; false when it was noted before. */
export async function markUsage(tx: TenantTx, meter: Meter, subjectId: string, { month, usageId }: UsageMonth): Promise<boolean> {
  const added = await tx.execute(
    'insert into tenants.usage_mark (tenant_id, meter, subject_id, month, usage_id) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [tx.tenantId, meter, subjectId, month, usageId]);
  return added === 1;
}

/** What exists in the written tenant and is billed: sources that are switched on and people of its own who hold a role. */
export async function billedSubjects(tx: TenantRead): Promise<{ meter: Meter; subjectId: string }[]> {
  const rows = await tx.sql<{ meter: Meter; subject_id: string }>(
    `select 'source' as meter, id as subject_id from tenants.source where tenant_id = $1 and is_enabled
     union all select 'user', user_id from tenants.membership where tenant_id = $1 and home_tenant_id = $1 and is_active`, [tx.tenantId]);
  return rows.map(({ meter, subject_id }) => ({ meter, subjectId: subject_id }));
}

/** Active client companies behind `after`, by id. */
export async function meteredTenants(tx: TenantRead, after: string, cap: number): Promise<string[]> {
  return (await tx.sql<{ tenant_id: string }>('select tenant_id from tenants.metered_tenants($1, $2)', [after, cap])).map(({ tenant_id }) => tenant_id);
}
