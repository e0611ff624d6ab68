import { Inject, Injectable } from '@nestjs/common';
import { ReportGeneratedV1, type Page, type ReportFormat } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { NotFound, type TenantContext } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import type { FileStore } from '@yagura/outside';
import { FactService } from '../fact/fact.service';
import { reportPeriod, type ReportPeriod } from '../figure/period';
import { FILE_STORE } from '../ports';
import { reportModel } from '../section/report-model';
import { inTenant } from '../tenant-scope';
import { buildReport, factsFrom, reportJson, sha256 } from './build-report';
import { RenderPool } from './render-pool';
import { CONTENT_TYPE, fileKeyOf, reportIdOf, type OpenedFile, type Report, type ReportId } from './report';
import { cursorAt, placeOf } from './report-cursor';
import type { ReportDocument } from './report-document';
import { addReport, findReport, listReports } from './report.repository';

interface Draft { readonly document: ReportDocument; readonly period: ReportPeriod; readonly reportId: ReportId; readonly modelEvents: bigint; readonly known: Report | undefined }

/** Makes monthly reports and hands them out. A report's bytes are kept before its record is written, and neither ever changes. */
@Injectable()
export class ReportService {
  constructor(private readonly db: TenantDb, private readonly facts: FactService, private readonly renderer: RenderPool, @Inject(FILE_STORE) private readonly files: FileStore) {}

  /** The report of a month that has ended (`YYYY-MM`), or of the running one (`to-date`). The same data give the report that is there. */
  async generate(ctx: TenantContext, { tenantId, period }: { readonly tenantId: string; readonly period: string }): Promise<Report> {
    const named = inTenant(ctx, tenantId, 'tenant');
    const draft = await this.db.run(named, (tx) => this.draft(tx, period));
    if (draft.known !== undefined) return draft.known;
    const { document, reportId } = draft;
    const json = reportJson(document);
    // Between the two transactions: setting takes seconds, and no transaction waits for a thread or a disk.
    const { bytes, pages } = await this.renderer.render(reportModel(document, document.agreedLanguage, sha256(json)));
    await this.files.put(fileKeyOf(named.tenantId, reportId, 'json'), json, { contentType: CONTENT_TYPE.json });
    const pdf = await this.files.put(fileKeyOf(named.tenantId, reportId, 'pdf'), bytes, { contentType: CONTENT_TYPE.pdf });
    return this.db.run(named, (tx) => this.record(tx, draft, { pages, pdf: { sha256: pdf.sha256, bytes: pdf.size }, json: { sha256: sha256(json), bytes: json.length } }));
  }

  async list(ctx: TenantContext, { tenantId, first, after }: { readonly tenantId?: string | null; readonly first: number; readonly after?: string }): Promise<Page<Report>> {
    const wanted = tenantId ?? null;
    const rows = await this.db.run(ctx, async (tx) => {
      if (ctx.audience === 'staff') await tx.auditList({ list: 'reports' });
      return listReports(tx, { tenantId: wanted, before: placeOf(wanted, after), limit: first + 1 });
    });
    const items = rows.slice(0, first);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > first && last !== undefined ? cursorAt(wanted, { at: last.generatedAt.toISOString(), id: last.reportId }) : null };
  }

  /** Opens a report's record; a look by staff is in the tenant's audit log or does not happen. */
  async open(ctx: TenantContext, { id }: { readonly id: string }): Promise<Report> {
    return this.opened(ctx, id, 'report.opened');
  }

  /** Opens a report's bytes, which are checked against their hash as they are read. */
  async file(ctx: TenantContext, { id, format }: { readonly id: string; readonly format: ReportFormat }): Promise<OpenedFile> {
    const report = await this.opened(ctx, id, 'report.file_opened', { format });
    const { file, bytes } = await this.files.get(fileKeyOf(report.tenantId, report.reportId, format));
    return { report, format, contentType: file.contentType, bytes, sha256: file.sha256 };
  }

  private async draft(tx: TenantTx, wish: string): Promise<Draft> {
    const tenant = await this.facts.hold(tx);
    const period = reportPeriod(wish, { timeZone: tenant.timeZone, now: tx.now, watermark: tenant.watermark });
    const document = buildReport(await this.facts.snapshot(tx, tenant, factsFrom(period), period.until), period);
    const reportId = reportIdOf(tx.tenantId, period.month, document.dataVersion, document.agreedLanguage);
    return { document, period, reportId, modelEvents: tenant.modelEvents, known: await findReport(tx, reportId) };
  }

  private async record(tx: TenantTx, { document, period, reportId, modelEvents }: Draft, made: Pick<Report, 'pages' | 'pdf' | 'json'>): Promise<Report> {
    await this.facts.hold(tx);
    const { agreedLanguage: language, dataVersion, schemaVersion } = document;
    const added = await addReport(tx, {
      tenantId: tx.tenantId, reportId, period: period.month, isFinal: period.isFinal, language, timeZone: period.timeZone, from: period.from, until: period.until, asOf: period.asOf,
      dataVersion, schemaVersion, modelEvents, generatedAt: tx.now, ...made,
    });
    if (added === undefined) return this.here(tx, reportId);
    await publish(tx, ReportGeneratedV1, {
      tenantId: tx.tenantId, reportId, period: period.month, isFinal: period.isFinal, language, dataVersion, sha256: made.pdf.sha256, pages: made.pages, at: tx.now.toISOString(),
    });
    await tx.audit({ action: 'report.generated', objectKind: 'report', objectId: reportId, details: { period: period.month, version: added.version, dataVersion } });
    return added;
  }

  private async opened(ctx: TenantContext, id: string, action: 'report.opened' | 'report.file_opened', details: Readonly<Record<string, string>> = {}): Promise<Report> {
    const { tenantId } = await this.db.read(ctx, (read) => this.here(read, id));
    return this.db.run(inTenant(ctx, tenantId, 'report'), async (tx) => {
      if (ctx.audience === 'staff') await tx.audit({ action, objectKind: 'report', objectId: id, details });
      return this.here(tx, id);
    });
  }

  private async here(read: Parameters<typeof findReport>[0], id: string): Promise<Report> {
    const report = await findReport(read, id);
    if (report === undefined) throw new NotFound('report');
    return report;
  }
}
