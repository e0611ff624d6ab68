import { z } from 'zod';

/** OCSF severity_id as words; order is rank. */
export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export const severity = z.enum(SEVERITIES);
export type Severity = z.output<typeof severity>;

/** OCSF status_id 1–5 of an incident finding. */
export const CASE_STATUSES = ['new', 'in_progress', 'on_hold', 'resolved', 'closed'] as const;
export const caseStatus = z.enum(CASE_STATUSES);
export type CaseStatus = z.output<typeof caseStatus>;

/** OCSF verdict_id as words. */
export const VERDICTS = [
  'false_positive', 'true_positive', 'disregard', 'suspicious', 'benign', 'test', 'insufficient_data', 'security_risk', 'managed_externally', 'duplicate',
] as const;
export const verdict = z.enum(VERDICTS);
export type Verdict = z.output<typeof verdict>;

/** Why a case is on hold; an agreement's policy says which of them pause its clocks. */
export const HOLD_REASONS = ['customer', 'vendor', 'maintenance'] as const;
export const holdReason = z.enum(HOLD_REASONS);
export type HoldReason = z.output<typeof holdReason>;

/** Who may read an element of a case. */
export const visibility = z.enum(['internal', 'customer']);
export type Visibility = z.output<typeof visibility>;

export const serviceMode = z.enum(['MDR', 'MSSP']);
export const language = z.enum(['ja', 'en']);
export type Language = z.output<typeof language>;

/** Metrics that a promise can be about. */
export const SLA_METRICS = ['acknowledge', 'resolve'] as const;
export const slaMetric = z.enum(SLA_METRICS);
export type SlaMetric = z.output<typeof slaMetric>;

/** Exact counts and sizes beyond 2^53 travel as decimal text. */
export const countText = z.string().regex(/^-?\d+$/);
