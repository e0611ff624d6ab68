import { newId } from '@yagura/kernel';
import { agreementFacts, slaPolicyFacts, type AgreementFacts, type ContactInput } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { AgreementVersion, Contact, Offer } from './agreement';

interface VersionRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly agreement_id: string; readonly version: number; readonly plan: string; readonly service_mode: string;
  readonly time_zone: string; readonly language: string; readonly currency: string; readonly starts_on: string; readonly sla_policy: unknown;
  readonly events_per_sec: number; readonly bytes_per_day: string; readonly max_sources: number; readonly billing_name: string; readonly made_at: Date;
}

const fromRow = (row: VersionRow): AgreementVersion => ({
  tenantId: row.tenant_id, madeAt: row.made_at,
  facts: agreementFacts.parse({
    agreementId: row.agreement_id, version: row.version, plan: row.plan, serviceMode: row.service_mode, timeZone: row.time_zone, language: row.language,
    currency: row.currency, startsOn: row.starts_on, slaPolicy: row.sla_policy, billingName: row.billing_name,
    quota: { eventsPerSec: row.events_per_sec, bytesPerDay: Number(row.bytes_per_day), maxSources: row.max_sources },
  }),
});

/** Versions of the written tenant's agreement, newest first. */
export async function agreementVersions(tx: TenantRead, cap: number): Promise<AgreementVersion[]> {
  const rows = await tx.sql<VersionRow>(
    `select tenant_id, agreement_id, version, plan, service_mode, time_zone, language, currency, starts_on::text as starts_on, sla_policy,
       events_per_sec, bytes_per_day, max_sources, billing_name, made_at
     from tenants.agreement_version where tenant_id = $1 order by version desc limit $2`, [tx.tenantId, cap]);
  return rows.map(fromRow);
}

/** Locks the agreement and answers its number and newest version. */
export async function takeAgreement(tx: TenantTx): Promise<{ agreementId: string; version: number } | undefined> {
  const [row] = await tx.sql<{ id: string; current_version: number }>('select id, current_version from tenants.agreement where tenant_id = $1 for update', [tx.tenantId]);
  return row === undefined ? undefined : { agreementId: row.id, version: row.current_version };
}

/** Adds one version and makes it the current one. */
export async function addVersion(tx: TenantTx, facts: AgreementFacts): Promise<void> {
  await tx.execute(
    `insert into tenants.agreement (tenant_id, id, current_version, created_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, id) do update set current_version = excluded.current_version`, [tx.tenantId, facts.agreementId, facts.version, tx.now]);
  await tx.execute(
    `insert into tenants.agreement_version (tenant_id, agreement_id, version, plan, service_mode, time_zone, language, currency, starts_on, sla_policy,
       events_per_sec, bytes_per_day, max_sources, billing_name, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::date, $10::jsonb, $11, $12, $13, $14, $15, $16)`,
    [tx.tenantId, facts.agreementId, facts.version, facts.plan, facts.serviceMode, facts.timeZone, facts.language, facts.currency, facts.startsOn,
      JSON.stringify(facts.slaPolicy), facts.quota.eventsPerSec, facts.quota.bytesPerDay, facts.quota.maxSources, facts.billingName, tx.now, tx.actor.id]);
}

interface PolicyRow extends Record<string, unknown> {
  readonly id: string; readonly version: number; readonly code: string; readonly name: string; readonly calendar: string; readonly targets: unknown;
  readonly pause_on: string[]; readonly warn_pct: number[];
}

/** Plans and the newest version of each promise of the written tenant. */
export async function readOffer(tx: TenantRead): Promise<Offer> {
  const plans = await tx.sql<{ code: string; name: string; sla_policy_code: string; events_per_sec: number; bytes_per_day: string; max_sources: number }>(
    'select code, name, sla_policy_code, events_per_sec, bytes_per_day, max_sources from tenants.plan where tenant_id = $1 order by code', [tx.tenantId]);
  const policies = await tx.sql<PolicyRow>(
    `select distinct on (code) id, version, code, name, calendar, targets, pause_on, warn_pct
     from tenants.sla_policy where tenant_id = $1 order by code, version desc`, [tx.tenantId]);
  return {
    plans: plans.map((row) => ({
      code: row.code, name: row.name, slaPolicyCode: row.sla_policy_code,
      quota: { eventsPerSec: row.events_per_sec, bytesPerDay: Number(row.bytes_per_day), maxSources: row.max_sources },
    })),
    policies: policies.map(({ id, code, pause_on: pauseOn, warn_pct: warnPct, version, name, calendar, targets }) =>
      ({ ...slaPolicyFacts.parse({ policyId: id, version, name, calendar, targets, pauseOn, warnPct }), code })),
  };
}

/** Whom to call at the written tenant, the first one first. */
export async function listContacts(tx: TenantRead): Promise<Contact[]> {
  const rows = await tx.sql<{ id: string; tenant_id: string; position: number; role: Contact['role']; name: string; email: string; phone: string | null; language: Contact['language'] }>(
    'select id, tenant_id, position, role, name, email, phone, language from tenants.contact where tenant_id = $1 order by position', [tx.tenantId]);
  return rows.map(({ id, tenant_id, phone, ...rest }) => ({ ...rest, contactId: id, tenantId: tenant_id, phone: phone ?? undefined }));
}

/** Replaces the written tenant's whole list: its order is what it is about. */
export async function replaceContacts(tx: TenantTx, contacts: readonly ContactInput[]): Promise<void> {
  await tx.execute('delete from tenants.contact where tenant_id = $1', [tx.tenantId]);
  for (const [at, contact] of contacts.entries()) {
    await tx.execute('insert into tenants.contact (tenant_id, id, position, role, name, email, phone, language) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [tx.tenantId, newId(), at + 1, contact.role, contact.name, contact.email, contact.phone ?? null, contact.language]);
  }
}
