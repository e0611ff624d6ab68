import type { TenantRead, TenantTx } from '@yagura/db';

export interface OverrideRow extends Record<string, unknown> {
  readonly rule_id: string;
  readonly is_disabled: boolean;
  readonly reason: string;
}

/** A tenant's own choices; none of one outside of the scope. */
export function overrides(read: TenantRead, tenantId: string): Promise<OverrideRow[]> {
  return read.sql<OverrideRow>('select rule_id, is_disabled, reason from detection.rule_override where tenant_id = any ($1::uuid[]) and tenant_id = $2', [read.readScope, tenantId]);
}

export async function saveOverride(tx: TenantTx, ruleId: string, isDisabled: boolean, reason: string): Promise<void> {
  await tx.sql(
    `insert into detection.rule_override (tenant_id, rule_id, is_disabled, reason, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, rule_id) do update set is_disabled = excluded.is_disabled, reason = excluded.reason, changed_by = excluded.changed_by,
       changed_at = excluded.changed_at`, [tx.tenantId, ruleId, isDisabled, reason, tx.actor.id, tx.now]);
}
