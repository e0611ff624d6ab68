import type { Language, ReportFormat } from '@yagura/contracts';
import { deterministicId, type Id, type TenantId } from '@yagura/kernel';
import type { FileKey } from '@yagura/outside';

export type ReportId = Id<'report'>;

/** The record of a report that was made and whose bytes are kept. */
export interface Report {
  readonly tenantId: TenantId;
  readonly reportId: ReportId;
  readonly period: string;
  readonly isFinal: boolean;
  /** Counts the versions of one period, from 1. */
  readonly version: number;
  readonly language: Language;
  readonly timeZone: string;
  readonly from: Date;
  readonly until: Date;
  readonly asOf: Date;
  readonly dataVersion: string;
  readonly schemaVersion: number;
  readonly modelEvents: bigint;
  readonly generatedAt: Date;
  readonly pages: number;
  readonly pdf: FileFacts;
  readonly json: FileFacts;
}
export interface FileFacts { readonly sha256: string; readonly bytes: number }

/** A report's bytes in one format, as they were kept. */
export interface OpenedFile { readonly report: Report; readonly format: ReportFormat; readonly contentType: string; readonly bytes: Uint8Array; readonly sha256: string }

/** A change of what the pages look like or say makes new reports; those that were made stay as they are. */
const LAYOUT_VERSION = 1;

/** The same period, data, language and layout are the same report, whoever asks for it and however often. */
export const reportIdOf = (tenantId: TenantId, period: string, dataVersion: string, language: Language): ReportId =>
  deterministicId<'report'>('report', tenantId, period, dataVersion, language, String(LAYOUT_VERSION));

/** Where a report's bytes are kept. */
export const fileKeyOf = (tenantId: TenantId, reportId: ReportId, format: ReportFormat): FileKey =>
  ({ tenantId, kind: 'report', id: reportId, name: format === 'pdf' ? 'report.pdf' : 'report.json' });

export const CONTENT_TYPE = { pdf: 'application/pdf', json: 'application/json' } as const;
