import type { SlaPolicyFacts } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { CalendarDefinition } from '@yagura/sla';
import type { PinnedPolicy } from './policy';

interface PolicyRow extends Record<string, unknown> { readonly body: SlaPolicyFacts; readonly calendar: CalendarDefinition }

const toPolicy = ({ body, calendar }: PolicyRow): PinnedPolicy => ({ ...body, calendarDefinition: calendar });

/** A version that is already pinned stays as it is. */
export async function savePolicy(tx: TenantTx, { calendarDefinition, ...body }: PinnedPolicy): Promise<void> {
  await tx.execute(
    'insert into sla.policy (tenant_id, policy_id, version, body, calendar, pinned_at) values ($1, $2, $3, $4::jsonb, $5::jsonb, $6) on conflict do nothing',
    [tx.tenantId, body.policyId, body.version, JSON.stringify(body), JSON.stringify(calendarDefinition), tx.now]);
}

/** Puts a policy in force for new clocks, unless a later version of the agreement already did. */
export async function putInForce(tx: TenantTx, agreementVersion: number, policy: PinnedPolicy): Promise<void> {
  await tx.execute(
    `insert into sla.agreement as a (tenant_id, agreement_version, policy_id, policy_version) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set agreement_version = excluded.agreement_version, policy_id = excluded.policy_id, policy_version = excluded.policy_version
       where a.agreement_version < excluded.agreement_version`, [tx.tenantId, agreementVersion, policy.policyId, policy.version]);
}

/** The policy in force for the written tenant's new clocks. */
export async function policyInForce(tx: TenantTx): Promise<PinnedPolicy | undefined> {
  const [row] = await tx.sql<PolicyRow>(
    `select p.body, p.calendar from sla.agreement a join sla.policy p on p.tenant_id = a.tenant_id and p.policy_id = a.policy_id and p.version = a.policy_version
     where a.tenant_id = $1`, [tx.tenantId]);
  return row === undefined ? undefined : toPolicy(row);
}

/** The version that a clock is pinned to; its foreign key says that it exists. */
export async function pinnedPolicy(read: TenantRead, { policyId, policyVersion }: { readonly policyId: string; readonly policyVersion: number }): Promise<PinnedPolicy> {
  const [row] = await read.sql<PolicyRow>('select body, calendar from sla.policy where tenant_id = $1 and policy_id = $2 and version = $3', [read.tenantId, policyId, policyVersion]);
  return toPolicy(row);
}
