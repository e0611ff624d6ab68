import type { AgreementFacts, EventData, SourceAddedV1 } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { SourceFacts, TenantFacts } from './snapshot';

/**
 * Notes that one more event is applied. Every writer of the read model takes this row first, so that a reader who holds it sees all of an
 * event or nothing of it.
 */
export async function moveModel(tx: TenantTx, publishedAt: string): Promise<void> {
  await tx.sql(
    `insert into reporting.read_model as m (tenant_id, events, watermark_at) values ($1, 1, $2)
     on conflict (tenant_id) do update set events = m.events + 1, watermark_at = greatest(m.watermark_at, excluded.watermark_at)`, [tx.tenantId, publishedAt]);
}

/** The terms of an agreement; an older version than the known one changes nothing. */
export async function saveAgreement(tx: TenantTx, agreement: AgreementFacts): Promise<void> {
  await tx.sql(
    `insert into reporting.tenant as t (tenant_id, agreement_version, plan, service_mode, language, time_zone, sla_policy_name, sla_calendar)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id) do update set agreement_version = excluded.agreement_version, plan = excluded.plan, service_mode = excluded.service_mode,
       language = excluded.language, time_zone = excluded.time_zone, sla_policy_name = excluded.sla_policy_name, sla_calendar = excluded.sla_calendar
     where excluded.agreement_version >= t.agreement_version`,
    [tx.tenantId, agreement.version, agreement.plan, agreement.serviceMode, agreement.language, agreement.timeZone, agreement.slaPolicy.name, agreement.slaPolicy.calendar]);
}

export async function nameTenant(tx: TenantTx, { slug, code, name }: { readonly slug: string; readonly code: string; readonly name: string }): Promise<void> {
  await tx.sql('update reporting.tenant set slug = $2, code = $3, name = $4 where tenant_id = $1', [tx.tenantId, slug, code, name]);
}

export async function saveSource(tx: TenantTx, source: EventData<typeof SourceAddedV1>, addedAt: string): Promise<void> {
  await tx.sql(
    `insert into reporting.source (tenant_id, id, name, kind, critical, added_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind, critical = excluded.critical, added_at = excluded.added_at`,
    [tx.tenantId, source.sourceId, source.name, source.kind, source.critical, addedAt]);
}

/** Switches a source on or off; also one that is not known yet. A repeated "off" keeps its first instant. */
export async function switchSource(tx: TenantTx, sourceId: string, enabled: boolean, at: string): Promise<void> {
  await tx.sql(
    `insert into reporting.source as s (tenant_id, id, disabled_at, switched_at) values ($1, $2, case when $3 then null else $4::timestamptz end, $4)
     on conflict (tenant_id, id) do update set switched_at = excluded.switched_at,
       disabled_at = case when $3 then null else coalesce(s.disabled_at, excluded.disabled_at) end
     where s.switched_at is null or excluded.switched_at >= s.switched_at`, [tx.tenantId, sourceId, enabled, at]);
}

interface TenantRow extends Record<string, unknown> {
  readonly slug: string | null; readonly code: string | null; readonly name: string | null; readonly plan: string; readonly service_mode: 'MDR' | 'MSSP';
  readonly language: 'ja' | 'en'; readonly time_zone: string; readonly sla_policy_name: string; readonly sla_calendar: string;
  readonly events: string; readonly watermark_at: Date;
}

/** The tenant with the state of its read model, held against writers until the transaction ends; undefined for one that is not active yet. */
export async function holdTenant(tx: TenantTx): Promise<TenantFacts | undefined> {
  await tx.sql('select 1 from reporting.read_model where tenant_id = $1 for update', [tx.tenantId]);
  const [row] = await tx.sql<TenantRow>(
    `select t.slug, t.code, t.name, t.plan, t.service_mode, t.language, t.time_zone, t.sla_policy_name, t.sla_calendar, m.events::text as events, m.watermark_at
     from reporting.tenant t join reporting.read_model m on m.tenant_id = t.tenant_id where t.tenant_id = $1`, [tx.tenantId]);
  if (row === undefined || row.name === null) return undefined;
  return {
    tenantId: tx.tenantId, slug: row.slug ?? '', code: row.code ?? '', name: row.name, language: row.language, timeZone: row.time_zone, plan: row.plan,
    serviceMode: row.service_mode, slaPolicyName: row.sla_policy_name, slaCalendar: row.sla_calendar, modelEvents: BigInt(row.events), watermark: row.watermark_at,
  };
}

interface SourceRow extends Record<string, unknown> {
  readonly id: string; readonly name: string | null; readonly kind: string | null; readonly critical: boolean | null; readonly added_at: Date | null; readonly disabled_at: Date | null;
  readonly last_at: Date | null;
}

/** Sources that are known by name, by switch or only by what they sent, with the last time that each sent anything before `until`. */
export async function listSources(read: TenantRead, until: Date): Promise<SourceFacts[]> {
  const rows = await read.sql<SourceRow>(
    `select coalesce(s.id, c.source_id) as id, s.name, s.kind, s.critical, s.added_at, s.disabled_at, c.last_at
     from (select * from reporting.source where tenant_id = $1) s
     full join (select source_id, max(last_received_at) as last_at from reporting.batch_count where tenant_id = $1 and quarter_at < $2 group by 1) c on c.source_id = s.id
     order by s.name, 1`, [read.tenantId, until]);
  return rows.map((row) => ({
    sourceId: row.id, name: row.name, kind: row.kind, critical: row.critical === true, addedAt: row.added_at, disabledAt: row.disabled_at,
    lastReceivedAt: row.last_at,
  }));
}
