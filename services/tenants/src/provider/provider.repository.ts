import type { Role } from '@yagura/kernel';
import type { TenantTx } from '@yagura/db';
import { shapeOf } from '../tenant/tenant-name';
import type { Plan, StoredPolicy } from './provider';

const SLUG = 'yagura-provider';

/** The provider's row; true when this call made it. */
export async function addProvider(tx: TenantTx, name: string): Promise<boolean> {
  const added = await tx.execute(
    `insert into tenants.tenant (tenant_id, kind, slug, slug_shape, code, name, state, created_at, activated_at)
     values ($1, 'provider', $2, $3, 'PROVIDER', $4, 'active', $5, $5) on conflict (tenant_id) do nothing`, [tx.tenantId, SLUG, shapeOf(SLUG), name, tx.now]);
  return added === 1;
}

export async function addPolicy(tx: TenantTx, policy: StoredPolicy): Promise<void> {
  await tx.execute(
    `insert into tenants.sla_policy (tenant_id, id, version, code, name, calendar, targets, pause_on, warn_pct, created_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10) on conflict do nothing`,
    [tx.tenantId, policy.policyId, policy.version, policy.code, policy.name, policy.calendar, JSON.stringify(policy.targets), policy.pauseOn, policy.warnPct, tx.now]);
}

export async function addPlan(tx: TenantTx, plan: Plan): Promise<void> {
  await tx.execute(
    `insert into tenants.plan (tenant_id, code, name, sla_policy_code, events_per_sec, bytes_per_day, max_sources)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.tenantId, plan.code, plan.name, plan.slaPolicyCode, plan.quota.eventsPerSec, plan.quota.bytesPerDay, plan.quota.maxSources]);
}

/** A program has no address to write to; its subject stands there, so that it is added once. False when it was there. */
export async function addProgram(tx: TenantTx, program: { id: string; subject: string; name: string; issuer: string }): Promise<boolean> {
  const added = await tx.execute(
    `insert into tenants.app_user (tenant_id, id, audience, issuer, subject, email, display_name, locale, created_at)
     values ($1, $2, 'staff', $3, $4, $4, $5, 'en', $6) on conflict (tenant_id, issuer, email) do nothing`,
    [tx.tenantId, program.id, program.issuer, program.subject, program.name, tx.now]);
  return added === 1;
}

export async function addStaff(tx: TenantTx, person: { id: string; email: string; displayName: string; locale: string; issuer: string }): Promise<void> {
  await tx.execute(
    `insert into tenants.app_user (tenant_id, id, audience, issuer, email, display_name, locale, created_at) values ($1, $2, 'staff', $3, $4, $5, $6, $7)`,
    [tx.tenantId, person.id, person.issuer, person.email, person.displayName, person.locale, tx.now]);
}

export async function findStaff(tx: TenantTx, issuer: string, email: string): Promise<{ id: string; handedOver: boolean } | undefined> {
  const [row] = await tx.sql<{ id: string; invited_at: Date | null }>(
    'select id, invited_at from tenants.app_user where tenant_id = $1 and issuer = $2 and email = $3', [tx.tenantId, issuer, email]);
  return row === undefined ? undefined : { id: row.id, handedOver: row.invited_at !== null };
}

export async function grantStaff(tx: TenantTx, userId: string, displayName: string, roles: readonly Role[]): Promise<void> {
  await tx.execute(
    `insert into tenants.membership (tenant_id, user_id, home_tenant_id, roles, audience, display_name, changed_at)
     values ($1, $2, $1, $3, 'staff', $4, $5) on conflict do nothing`, [tx.tenantId, userId, roles, displayName, tx.now]);
}

export async function saveSubject(tx: TenantTx, userId: string, subject: string): Promise<void> {
  await tx.execute('update tenants.app_user set subject = $3 where tenant_id = $1 and id = $2', [tx.tenantId, userId, subject]);
}

export async function saveHandedOver(tx: TenantTx, userId: string): Promise<void> {
  await tx.execute('update tenants.app_user set invited_at = $3 where tenant_id = $1 and id = $2', [tx.tenantId, userId, tx.now]);
}
