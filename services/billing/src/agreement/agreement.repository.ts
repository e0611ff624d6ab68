import type { AgreementFacts, Language } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { BilledAgreement } from './agreement';

/** Keeps a version once; answers false for one that is known. */
export async function addAgreement(tx: TenantTx, facts: AgreementFacts, inForceAt: Date): Promise<boolean> {
  const added = await tx.execute(
    `insert into billing.agreement (tenant_id, version, agreement_id, plan, currency, time_zone, language, billing_name, starts_on, in_force_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [tx.tenantId, facts.version, facts.agreementId, facts.plan, facts.currency, facts.timeZone, facts.language, facts.billingName, facts.startsOn, inForceAt]);
  return added === 1;
}

interface AgreementRow extends Record<string, unknown> {
  readonly version: number; readonly agreement_id: string; readonly plan: string; readonly currency: string; readonly time_zone: string;
  readonly language: Language; readonly billing_name: string; readonly starts_on: string; readonly in_force_at: Date;
}

/** Every version of the written tenant's agreement, oldest first. */
export async function agreementsOf(read: TenantRead): Promise<BilledAgreement[]> {
  const rows = await read.sql<AgreementRow>(
    `select version, agreement_id, plan, currency, time_zone, language, billing_name, starts_on::text, in_force_at
     from billing.agreement where tenant_id = $1 order by version`, [read.tenantId]);
  return rows.map((row) => ({
    version: row.version, agreementId: row.agreement_id, plan: row.plan, currency: row.currency, timeZone: row.time_zone, language: row.language,
    billingName: row.billing_name, startsOn: row.starts_on, inForceAt: row.in_force_at,
  }));
}
