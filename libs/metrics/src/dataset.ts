import { InvalidDataset } from './metrics.errors';

/** Verdicts that metrics count by (specification 3.1). */
export const VERDICT_GROUPS = ['true_positive', 'false_positive', 'benign_true_positive', 'undetermined'] as const;
export type VerdictGroup = (typeof VERDICT_GROUPS)[number];

/** Milestones of one finding; instants are ISO 8601 with offset, null or absent while unknown. Screens call a finding an alert. */
export interface FindingTimes {
  readonly id: string;
  /** Earliest evidence. */
  readonly occurredAt?: string | null;
  readonly createdAt: string;
  readonly acknowledgedAt?: string | null;
  readonly verdictAt?: string | null;
  /** Null while open, and for verdicts that count in no metric: then `verdictAt` is set alone. */
  readonly verdict?: VerdictGroup | null;
  readonly caseId?: string | null;
  readonly severity: string;
  /** Closed without a person; such findings are kept out of the time to acknowledge. */
  readonly isAutomated?: boolean;
}

/** Milestones of one case. */
export interface CaseTimes {
  readonly id: string;
  readonly origin: string;
  readonly severity: string;
  readonly openedAt: string;
  readonly investigatedAt?: string | null;
  readonly customerNotifiedAt?: string | null;
  readonly containedAt?: string | null;
  readonly remediatedAt?: string | null;
  readonly recoveredAt?: string | null;
  readonly resolvedAt?: string | null;
  readonly maxTier: number;
  readonly firstEvilAt?: string | null;
  readonly escalatedToCustomer: boolean;
  /** Confirmed and declared an incident. */
  readonly isIncident?: boolean;
}

/** The result of one promise; `finalAt` is the stop of a met clock and the breach instant of a breached one (specification 1.12). */
export interface ClockOutcomeTimes {
  readonly id: string;
  readonly outcome: 'met' | 'breached' | 'cancelled' | 'pending';
  readonly finalAt: string | null;
  readonly metric?: string;
  readonly severity?: string;
}

/** Everything a period's figures are computed from. `period` is half-open; `asOf` is when the question is asked. */
export interface MetricDataset {
  readonly findings: readonly FindingTimes[];
  readonly cases: readonly CaseTimes[];
  readonly clocks: readonly ClockOutcomeTimes[];
  readonly period: { readonly from: string; readonly to: string };
  readonly asOf: string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Milliseconds of an instant with offset; throws InvalidDataset for a local time, which names none. */
export function millis(text: string, path: string): number {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidDataset('An instant must be ISO 8601 with an offset.', path);
  return at;
}

/** `millis` for a milestone that may not have been reached. */
export const optionalMillis = (text: string | null | undefined, path: string): number | null => (text === null || text === undefined ? null : millis(text, path));

/** Bounds of a dataset in milliseconds. */
export interface Bounds { readonly from: number; readonly to: number; readonly asOf: number }

/** The bounds of a dataset; throws InvalidDataset for a period that does not go forward. */
export function boundsOf({ period, asOf }: Pick<MetricDataset, 'period' | 'asOf'>): Bounds {
  const bounds = { from: millis(period.from, 'period.from'), to: millis(period.to, 'period.to'), asOf: millis(asOf, 'asOf') };
  if (bounds.to <= bounds.from) throw new InvalidDataset('A period must end after it begins.', 'period.to');
  return bounds;
}

/** True for an instant within the half-open period and known at the time of the question. */
export const isWithin = (at: number | null, bounds: Bounds): at is number => at !== null && bounds.from <= at && at < bounds.to && at <= bounds.asOf;

/**
 * The verdict group of an OCSF verdict in words: benign and test are benign true positives, a security risk is a true positive; suspicious,
 * insufficient data and unknown are undetermined. Duplicate, disregard and managed externally count nowhere, as do unknown words: null.
 */
export function verdictGroup(ocsfVerdict: string): VerdictGroup | null {
  switch (ocsfVerdict) {
    case 'true_positive':
    case 'security_risk': return 'true_positive';
    case 'false_positive': return 'false_positive';
    case 'benign':
    case 'test': return 'benign_true_positive';
    case 'suspicious':
    case 'insufficient_data':
    case 'unknown': return 'undetermined';
    default: return null;
  }
}
