import type { CaseStatus, HoldReason, Language, Severity, SlaMetric, Verdict } from '@yagura/contracts';

/** What is known of one tenant at one moment of its read model: everything that figures and reports are computed from. */
export interface Snapshot {
  readonly tenant: TenantFacts;
  readonly sources: readonly SourceFacts[];
  readonly telemetry: readonly TelemetryDay[];
  readonly findings: readonly FindingFacts[];
  readonly cases: readonly CaseHistory[];
  readonly clocks: readonly ClockFacts[];
}

export interface TenantFacts {
  readonly tenantId: string;
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly plan: string;
  readonly serviceMode: 'MDR' | 'MSSP';
  readonly slaPolicyName: string;
  readonly slaCalendar: string;
  /** Number of events that the read model has applied. */
  readonly modelEvents: bigint;
  /** Newest instant at which an applied event was published. */
  readonly watermark: Date;
}

export interface SourceFacts {
  readonly sourceId: string;
  /** Null while only its counts are known. */
  readonly name: string | null;
  readonly kind: string | null;
  readonly critical: boolean;
  readonly addedAt: Date | null;
  readonly disabledAt: Date | null;
  /** When it last sent anything before the end of what was asked for, however long ago. */
  readonly lastReceivedAt: Date | null;
}

/** Counts of one source on one day of the tenant's zone. */
export interface TelemetryDay {
  readonly sourceId: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly stored: bigint;
  readonly quarantined: bigint;
  readonly duplicates: bigint;
  readonly rawBytes: bigint;
}

export interface FindingFacts {
  readonly findingId: string;
  readonly sourceId: string;
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly level: Severity;
  /** Names as Sigma tags have them (`defense-evasion`), or ids. */
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly occurredAt: Date;
  readonly createdAt: Date;
  readonly host: string;
  readonly caseId: string | null;
}

export const CASE_EVENT_KINDS = ['opened', 'severity_changed', 'acknowledged', 'status_changed', 'verdict_set', 'closed'] as const;
export type CaseEventKind = (typeof CASE_EVENT_KINDS)[number];

/** One event of a case; `severity` and `status` are those after it. */
export interface CaseEvent {
  readonly version: number;
  readonly kind: CaseEventKind;
  readonly at: Date;
  readonly severity: Severity;
  readonly status: CaseStatus;
  /** What it was before, for a change of severity or status. */
  readonly from: string | null;
  readonly holdReason: HoldReason | null;
  readonly verdict: Verdict | null;
  /** Findings that a verdict is about. */
  readonly findingIds: readonly string[];
}

/** A case with all its events, in the order of their versions. */
export interface CaseHistory {
  readonly caseId: string;
  readonly number: number;
  readonly title: string;
  readonly events: readonly CaseEvent[];
}

export interface ClockFacts {
  readonly clockId: string;
  readonly caseId: string;
  readonly metric: SlaMetric;
  readonly severity: Severity;
  readonly targetSec: number;
  readonly outcome: 'pending' | 'met' | 'breached' | 'cancelled';
  readonly isPaused: boolean;
  readonly dueAt: Date | null;
  /** First sight of the clock. */
  readonly startedAt: Date;
  /** When the outcome became final: the stop of a promise kept, the breach of a broken one (service levels, section 1.12). */
  readonly finalAt: Date | null;
}
