import type { TenantRead, TenantTx } from '@yagura/db';
import { asId } from '@yagura/kernel';
import type { Report, ReportId } from './report';

interface ReportRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly period: string; readonly is_final: boolean; readonly version: number; readonly language: Report['language'];
  readonly time_zone: string; readonly from_at: Date; readonly until_at: Date; readonly as_of_at: Date; readonly data_version: string; readonly schema_version: number;
  readonly model_events: string; readonly generated_at: Date; readonly pages: number; readonly pdf_sha256: string; readonly pdf_bytes: string; readonly json_sha256: string;
  readonly json_bytes: string;
}

/** A report of the read scope by its id. */
export async function findReport(read: TenantRead, id: string): Promise<Report | undefined> {
  const [row] = await read.sql<ReportRow>('select * from reporting.report where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, id]);
  return row === undefined ? undefined : fromRow(row);
}

/** Reports of the read scope, the newest first, behind a place in the list. */
export async function listReports(read: TenantRead, filter: { readonly tenantId: string | null; readonly before: { readonly at: string; readonly id: string } | undefined; readonly limit: number }): Promise<Report[]> {
  const rows = await read.sql<ReportRow>(
    `select * from reporting.report where tenant_id = any ($1::uuid[]) and ($2::uuid is null or tenant_id = $2)
       and ($3::timestamptz is null or (generated_at, id) < ($3, $4::uuid))
     order by generated_at desc, id desc limit $5`, [read.readScope, filter.tenantId, filter.before?.at ?? null, filter.before?.id ?? null, filter.limit]);
  return rows.map(fromRow);
}

/** Adds a report as the next version of its period; undefined when it is there already. The tenant's read model must be held. */
export async function addReport(tx: TenantTx, report: Omit<Report, 'version'>): Promise<Report | undefined> {
  const [row] = await tx.sql<ReportRow>(
    `insert into reporting.report (tenant_id, id, period, is_final, version, language, time_zone, from_at, until_at, as_of_at, data_version, schema_version, model_events,
       generated_at, pages, pdf_sha256, pdf_bytes, json_sha256, json_bytes)
     values ($1, $2, $3, $4, (select count(*) + 1 from reporting.report where tenant_id = $1 and period = $3), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (tenant_id, id) do nothing returning *`,
    [tx.tenantId, report.reportId, report.period, report.isFinal, report.language, report.timeZone, report.from, report.until, report.asOf, report.dataVersion,
      report.schemaVersion, report.modelEvents.toString(), report.generatedAt, report.pages, report.pdf.sha256, report.pdf.bytes, report.json.sha256, report.json.bytes]);
  return row === undefined ? undefined : fromRow(row);
}

const fromRow = (row: ReportRow): Report => ({
  tenantId: asId<'tenant'>(row.tenant_id), reportId: asId<'report'>(row.id) as ReportId, period: row.period, isFinal: row.is_final, version: row.version, language: row.language,
  timeZone: row.time_zone, from: row.from_at, until: row.until_at, asOf: row.as_of_at, dataVersion: row.data_version, schemaVersion: row.schema_version,
  modelEvents: BigInt(row.model_events), generatedAt: row.generated_at, pages: row.pages, pdf: { sha256: row.pdf_sha256, bytes: Number(row.pdf_bytes) },
  json: { sha256: row.json_sha256, bytes: Number(row.json_bytes) },
});
