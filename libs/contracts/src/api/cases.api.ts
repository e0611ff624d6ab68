import { z } from 'zod';
import { instant } from '../event-type';
import { operation, type Page } from '../service-api';
import { caseStatus, holdReason, severity, verdict, visibility, type CaseStatus, type HoldReason, type Severity, type Verdict, type Visibility } from '../vocabulary';
import { pageInput } from './page';

/** The names of the tenant that a row belongs to, as `tenants` announced them. */
export interface TenantNames { readonly tenantId: string; readonly slug: string; readonly code: string; readonly name: string }

/**
 * A case as the caller may see it. Instants are ISO 8601 with offset. For a client company `assignee` is null, and `verdict` with its
 * reason are null until the case is closed.
 */
export interface CaseView {
  readonly caseId: string; readonly tenant: TenantNames; readonly number: number; readonly title: string; readonly severity: Severity;
  readonly status: CaseStatus; readonly holdReason: HoldReason | null; readonly groupKey: string; readonly findingCount: number;
  readonly openedAt: string; readonly acknowledgedAt: string | null; readonly resolvedAt: string | null; readonly closedAt: string | null;
  readonly lastActivityAt: string; readonly assignee: { readonly userId: string; readonly name: string } | null;
  readonly verdict: Verdict | null; readonly verdictReason: string | null;
  /** Grows with every decision; a change names the version that its author saw. A joining finding or a comment leaves it. */
  readonly version: number;
}

/** Length of a list; `isMore` says that it is longer and was not counted to its end. */
export interface ListCount { readonly count: number; readonly isMore: boolean }

/** A finding as the caller may see it; a client company sees the verdict once the case is closed. */
export interface FindingView {
  readonly findingId: string; readonly tenant: TenantNames; readonly caseId: string | null; readonly sourceId: string; readonly batchId: string;
  readonly seq: number; readonly contentVersion: string;
  readonly rule: {
    readonly id: string; readonly title: string; readonly level: Severity; readonly tactics: readonly string[]; readonly techniques: readonly string[];
    readonly author: string; readonly license: string;
  };
  readonly occurredAt: string; readonly receivedAt: string; readonly createdAt: string; readonly host: string; readonly user: string;
  readonly summary: string; readonly observables: readonly { readonly name: string; readonly value: string }[]; readonly groupKey: string;
  readonly verdict: Verdict | null; readonly verdictReason: string | null; readonly verdictAt: string | null;
}

/** A comment is always written by a person, whose name stands under it, also for a client company that may read it. */
export interface CommentView {
  readonly commentId: string; readonly caseId: string; readonly at: string; readonly author: string; readonly visibility: Visibility; readonly body: string;
}

export const TIMELINE_KINDS = [
  'opened', 'acknowledged', 'assigned', 'severity_changed', 'status_changed', 'verdict_set', 'commented', 'noted', 'closed',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** One thing that happened to a case. `actor` is null for a client company: who of the provider's people acted is not its matter. */
export interface TimelineView {
  readonly entryId: string; readonly caseId: string; readonly at: string; readonly kind: TimelineKind; readonly actor: string | null;
  readonly visibility: Visibility; readonly from: string | null; readonly to: string | null; readonly note: string | null;
}

/** Text of several lines that people write: no control characters but tab and line feed, no half surrogates. */
const words = (longest: number): z.ZodType<string, string> =>
  z.string().trim().min(1).max(longest).regex(/^(?:[^\p{Cc}\p{Surrogate}]|[\t\n])*$/u, 'must be plain text');

const caseId = z.uuid();
const expectedVersion = z.int().positive();
const ofCase = z.strictObject({ caseId, ...pageInput });

const queueFilter = {
  tenantId: z.uuid().nullish(), status: caseStatus.nullish(), severity: severity.nullish(), assignedToMe: z.boolean().nullish(),
  statuses: z.array(caseStatus).min(1).max(5).nullish(), severityAtLeast: severity.nullish(), unassigned: z.boolean().nullish(),
  /** Looked for in titles and in what findings share; a number is the case's own. */
  words: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'must be plain text').nullish(),
};
const queueInput = z.strictObject({ ...pageInput, ...queueFilter });
const queueCountInput = z.strictObject(queueFilter);
const findingsInput = z.strictObject({ ...pageInput, tenantId: z.uuid().nullish(), ruleId: z.string().min(1).max(200).nullish(), since: instant.nullish() });
const commentInput = z.strictObject({ caseId, body: words(10_000), visibility: visibility.default('internal'), expectedVersion: expectedVersion.optional() });
/** Closing is an operation of its own, because it needs a verdict. */
const changeStatusInput = z.strictObject({ caseId, expectedVersion, status: z.enum(['in_progress', 'on_hold', 'resolved']), holdReason: holdReason.nullish() });
const setVerdictInput = z.strictObject({ caseId, expectedVersion, verdict, reason: words(2_000) });
const changeSeverityInput = z.strictObject({ caseId, expectedVersion, severity, reason: words(2_000) });
const decisionInput = z.strictObject({ caseId, expectedVersion });
const numberedCase = z.strictObject({ tenantSlug: z.string().min(1).max(63), number: z.int().positive() });

export type QueueInput = z.output<typeof queueInput>;
export type QueueCountInput = z.output<typeof queueCountInput>;
/** What the queue and its count have in common. */
export type QueueFilterInput = QueueCountInput;
export type FindingsInput = z.output<typeof findingsInput>;
export type OfCaseInput = z.output<typeof ofCase>;
export type CommentInput = z.output<typeof commentInput>;
export type ChangeStatusInput = z.output<typeof changeStatusInput>;
export type SetVerdictInput = z.output<typeof setVerdictInput>;
export type ChangeSeverityInput = z.output<typeof changeSeverityInput>;
export type NumberedCase = z.output<typeof numberedCase>;
export type DecisionInput = z.output<typeof decisionInput>;

export const casesApi = {
  /** What needs work first: open cases by severity and age, then the resolved, then the closed. */
  queue: operation<Page<CaseView>>()('cases', 'queue', 'case:read', queueInput),
  /** How many cases the queue has under a filter. */
  queueCount: operation<ListCount>()('cases', 'queueCount', 'case:read', queueCountInput),
  caseById: operation<CaseView>()('cases', 'caseById', 'case:read', z.strictObject({ caseId })),
  caseByNumber: operation<CaseView>()('cases', 'caseByNumber', 'case:read', numberedCase),
  caseFindings: operation<Page<FindingView>>()('cases', 'caseFindings', 'case:read', ofCase),
  timeline: operation<Page<TimelineView>>()('cases', 'timeline', 'case:read', ofCase),
  comments: operation<Page<CommentView>>()('cases', 'comments', 'case:read', ofCase),
  take: operation<CaseView>()('cases', 'take', 'case:write', decisionInput),
  /** Gives one's own case back to the queue. */
  release: operation<CaseView>()('cases', 'release', 'case:write', decisionInput),
  comment: operation<CaseView>()('cases', 'comment', 'case:write', commentInput),
  changeStatus: operation<CaseView>()('cases', 'changeStatus', 'case:write', changeStatusInput),
  setVerdict: operation<CaseView>()('cases', 'setVerdict', 'case:write', setVerdictInput),
  changeSeverity: operation<CaseView>()('cases', 'changeSeverity', 'case:write', changeSeverityInput),
  close: operation<CaseView>()('cases', 'close', 'case:write', decisionInput),
} as const;

export const findingsApi = {
  /** Newest first. */
  findings: operation<Page<FindingView>>()('cases', 'findings', 'finding:read', findingsInput),
  findingById: operation<FindingView>()('cases', 'findingById', 'finding:read', z.strictObject({ findingId: z.uuid() })),
} as const;
