import { z } from 'zod';
import { instant } from '../event-type';
import { operation, type Page } from '../service-api';
import { language, type Language } from '../vocabulary';
import { pageInput } from './page';

export const REPORT_FORMATS = ['pdf', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A report that was made. A report never changes: other data of the same period make the next version. */
export interface ReportView {
  readonly tenantId: string; readonly reportId: string;
  /** `YYYY-MM`, in the tenant's time zone; `from` and `until` are its instants, half-open. */
  readonly period: string; readonly timeZone: string; readonly from: string; readonly until: string;
  /** False for a month to date; `asOf` is the instant that it is told as of. */
  readonly isFinal: boolean; readonly asOf: string; readonly version: number; readonly language: Language; readonly dataVersion: string; readonly schemaVersion: number;
  readonly generatedAt: string; readonly pages: number;
  readonly files: readonly { readonly format: ReportFormat; readonly sha256: string; readonly bytes: number }[];
}

/** A report's bytes in base64, checked against their hash when they were read. `pages` is null for JSON. */
export interface ReportFile {
  readonly tenantId: string; readonly reportId: string; readonly format: ReportFormat; readonly contentType: string; readonly base64: string; readonly sha256: string;
  readonly pages: number | null;
}

/** A published number: `value` in `unit` (minutes, ratio, percent, count) over `n` items, or null with the reason. */
export interface FigureView {
  readonly id: string; readonly formulaVersion: number; readonly unit: string; readonly n: number; readonly value: number | null; readonly median: number | null;
  readonly p90: number | null; readonly nullReason: string | null;
}

export interface FiguresView {
  readonly tenantId: string; readonly from: string; readonly until: string; readonly asOf: string;
  readonly funnel: { readonly eventsAccepted: string; readonly findings: number; readonly findingsInCases: number; readonly casesOpened: number; readonly attacks: number };
  readonly bySeverity: readonly { readonly severity: string; readonly findings: number; readonly cases: number }[];
  readonly byTactic: readonly { readonly tactic: string; readonly findings: number }[];
  readonly verdicts: { readonly truePositive: number; readonly falsePositive: number; readonly benignTruePositive: number; readonly undetermined: number; readonly open: number };
  readonly openCases: number; readonly metrics: readonly FigureView[];
  readonly promises: {
    readonly met: number; readonly breached: number; readonly percent: number | null; readonly running: number; readonly cancelled: number;
    readonly rows: readonly {
      readonly metric: string; readonly severity: string; readonly targetSec: readonly number[]; readonly met: number; readonly breached: number; readonly running: number;
      readonly percent: number | null;
    }[];
  };
}

/** How a rule, or a case named after it, reads for people who are no specialists. */
export interface PlainText { readonly title: string; readonly meaning: string }

/** What is known of the asked ones; rules that others wrote, and cases named after them, are left out and keep their own titles. */
export interface PlainWords {
  readonly rules: readonly (PlainText & { readonly ruleId: string })[];
  readonly cases: readonly (PlainText & { readonly caseTitle: string })[];
}

const period = z.union([z.literal('to-date'), z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-06, or to-date')]);

export const reportingApi = {
  generateReport: operation<ReportView>()('reporting', 'generateReport', 'report:write', z.strictObject({ tenantId: z.uuid(), period })),
  reports: operation<Page<ReportView>>()('reporting', 'reports', 'report:read', z.strictObject({ tenantId: z.uuid().nullish(), ...pageInput })),
  report: operation<ReportView>()('reporting', 'report', 'report:read', z.strictObject({ id: z.uuid() })),
  reportFile: operation<ReportFile>()('reporting', 'reportFile', 'report:read', z.strictObject({ id: z.uuid(), format: z.enum(REPORT_FORMATS) })),
  /** The same for every tenant: it reads no data of anybody. */
  plainWords: operation<PlainWords>()('reporting', 'plainWords', 'finding:read', z.strictObject({
    language, ruleIds: z.array(z.string().max(200)).max(200), caseTitles: z.array(z.string().max(400)).max(200),
  })),
  /** What a client company can do about an open case with such findings, as the monthly report says it: one or two sentences. Reads no data of anybody. */
  advice: operation<{ readonly text: string }>()('reporting', 'advice', 'finding:read', z.strictObject({
    language, tactics: z.array(z.string().max(40)).max(200), hosts: z.array(z.string().max(300)).max(200),
  })),
  figures: operation<FiguresView>()('reporting', 'figures', 'report:read', z.strictObject({ tenantId: z.uuid(), from: instant, until: instant })),
} as const;
