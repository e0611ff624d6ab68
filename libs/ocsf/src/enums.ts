/** `severity_id` of findings and records (OCSF 1.8.0). Order is meaning: a higher id is worse, except 0 and 99. */
export const SEVERITY = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4, critical: 5, fatal: 6, other: 99 } as const;
export type SeverityId = (typeof SEVERITY)[keyof typeof SEVERITY];

/** `status_id` of an Incident Finding, which is the status of a case: New, In Progress, On Hold, Resolved, Closed. */
export const CASE_STATUS = { new: 1, inProgress: 2, onHold: 3, resolved: 4, closed: 5 } as const;
export type CaseStatusId = (typeof CASE_STATUS)[keyof typeof CASE_STATUS];

/** `status_id` of a Detection Finding; ids 3 and 4 mean other things than in a case, so the two sets stay apart. */
export const FINDING_STATUS = { new: 1, inProgress: 2, suppressed: 3, resolved: 4, archived: 5 } as const;
export type FindingStatusId = (typeof FINDING_STATUS)[keyof typeof FINDING_STATUS];

/** `status_id` of an activity: how the thing the record tells of ended. */
export const OUTCOME = { unknown: 0, success: 1, failure: 2, other: 99 } as const;
export type OutcomeId = (typeof OUTCOME)[keyof typeof OUTCOME];

/** `verdict_id` of an Incident Finding: what people decided that it was. */
export const VERDICT = {
  unknown: 0, falsePositive: 1, truePositive: 2, disregard: 3, suspicious: 4, benign: 5, test: 6, insufficientData: 7,
  securityRisk: 8, managedExternally: 9, duplicate: 10, other: 99,
} as const;
export type VerdictId = (typeof VERDICT)[keyof typeof VERDICT];

/** `confidence_id` of a finding. */
export const CONFIDENCE = { unknown: 0, low: 1, medium: 2, high: 3, other: 99 } as const;
export type ConfidenceId = (typeof CONFIDENCE)[keyof typeof CONFIDENCE];

const SEVERITY_OF_LEVEL: ReadonlyMap<string, SeverityId> = new Map([
  ['informational', SEVERITY.informational], ['low', SEVERITY.low], ['medium', SEVERITY.medium], ['high', SEVERITY.high],
  ['critical', SEVERITY.critical],
]);

/** The severity of a finding whose Sigma rule has this `level`; a rule without a known level is Unknown, not Informational. */
export const severityOfLevel = (level: string | undefined): SeverityId => SEVERITY_OF_LEVEL.get(level ?? '') ?? SEVERITY.unknown;
