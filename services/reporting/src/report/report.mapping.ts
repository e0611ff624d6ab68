import type { ReportFile, ReportView } from '@yagura/contracts';
import type { OpenedFile, Report } from './report';

export const toReportView = (report: Report): ReportView => ({
  tenantId: report.tenantId, reportId: report.reportId, period: report.period, timeZone: report.timeZone, from: report.from.toISOString(), until: report.until.toISOString(),
  isFinal: report.isFinal, asOf: report.asOf.toISOString(), version: report.version, language: report.language, dataVersion: report.dataVersion,
  schemaVersion: report.schemaVersion, generatedAt: report.generatedAt.toISOString(), pages: report.pages,
  files: [{ format: 'pdf', ...report.pdf }, { format: 'json', ...report.json }],
});

export const toReportFile = ({ report, format, contentType, bytes, sha256 }: OpenedFile): ReportFile => ({
  tenantId: report.tenantId, reportId: report.reportId, format, contentType, base64: Buffer.from(bytes).toString('base64'), sha256, pages: format === 'pdf' ? report.pages : null,
});
