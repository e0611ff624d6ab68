import type { AgreementFacts, ReportedVersion, SourceAddedV1, EventData } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';

export async function saveTenant(tx: TenantTx, slug: string | null, { quota, timeZone }: AgreementFacts): Promise<void> {
  await tx.sql(
    `insert into ingestion.tenant (tenant_id, slug, state, events_per_sec, bytes_per_day, time_zone) values ($1, coalesce($2, ''), 'active', $3, $4, $5)
     on conflict (tenant_id) do update set slug = coalesce($2, ingestion.tenant.slug), events_per_sec = excluded.events_per_sec,
       bytes_per_day = excluded.bytes_per_day, time_zone = excluded.time_zone`,
    [tx.tenantId, slug, quota.eventsPerSec, quota.bytesPerDay, timeZone]);
}

export async function saveSource(tx: TenantTx, source: EventData<typeof SourceAddedV1>): Promise<void> {
  await tx.sql(
    `insert into ingestion.source (tenant_id, id, source_number, name, kind, parser, time_zone, critical, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind, parser = excluded.parser, time_zone = excluded.time_zone,
       critical = excluded.critical`,
    [tx.tenantId, source.sourceId, source.sourceNumber, source.name, source.kind, source.parser, source.timeZone, source.critical, tx.now]);
}

export async function switchSource(tx: TenantTx, sourceId: string, enabled: boolean): Promise<void> {
  await tx.sql('update ingestion.source set enabled = $3 where tenant_id = $1 and id = $2', [tx.tenantId, sourceId, enabled]);
}

interface VersionRow extends Record<string, unknown> { readonly tenant_id: string; readonly id: string; readonly reported_version: string | null }
const versionOf = (row: VersionRow): ReportedVersion => ({ tenantId: row.tenant_id, sourceId: row.id, version: row.reported_version });

/** The reported versions of those of the named sources that are in the read scope and that the doors know. */
export async function reportedVersions(read: TenantRead, sourceIds: readonly string[]): Promise<ReportedVersion[]> {
  const rows = await read.sql<VersionRow>(
    'select tenant_id, id, reported_version from ingestion.source where tenant_id = any ($1::uuid[]) and id = any ($2::uuid[])', [read.readScope, sourceIds]);
  return rows.map(versionOf);
}

export async function saveReportedVersion(tx: TenantTx, sourceId: string, version: string | null): Promise<void> {
  await tx.sql('update ingestion.source set reported_version = $3 where tenant_id = $1 and id = $2', [tx.tenantId, sourceId, version]);
}

export interface HealthRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly name: string; readonly kind: string; readonly critical: boolean; readonly enabled: boolean;
  readonly last_at: Date | null; readonly records: string; readonly raw_bytes: string; readonly refused: string;
}

/** Each readable source with what it sent since `since`, and when it last sent at all. */
export function sourceHealth(read: TenantRead, since: Date, tenantId: string | null): Promise<HealthRow[]> {
  return read.sql<HealthRow>(
    `select s.tenant_id, s.id, s.name, s.kind, s.critical, s.enabled,
       (select max(c.minute) from ingestion.door_count c where c.tenant_id = s.tenant_id and c.source_id = s.id) as last_at,
       (select coalesce(sum(c.records), 0) from ingestion.door_count c where c.tenant_id = s.tenant_id and c.source_id = s.id and c.minute >= $2)::text as records,
       (select coalesce(sum(c.raw_bytes), 0) from ingestion.door_count c where c.tenant_id = s.tenant_id and c.source_id = s.id and c.minute >= $2)::text as raw_bytes,
       (select coalesce(sum(r.requests), 0) from ingestion.refusal_count r where r.tenant_id = s.tenant_id and r.source_id = s.id and r.minute >= $2)::text as refused
     from ingestion.source s where s.tenant_id = any ($1::uuid[]) and ($3::uuid is null or s.tenant_id = $3) order by s.tenant_id, s.name, s.id limit 500`,
    [read.readScope, since, tenantId]);
}
