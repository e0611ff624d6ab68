import type { KeyingConfig } from '@urql/exchange-graphcache';

const none = (): null => null;

/** Types that are parts of what holds them; everything else is kept once under its id. */
export const KEYS: KeyingConfig = {
  PageInfo: none, CaseConnection: none, CaseTotal: none, FindingConnection: none, TimelineConnection: none, CommentConnection: none, TenantConnection: none, SourceConnection: none,
  SlaClockConnection: none, ReportConnection: none, InvoiceConnection: none, AuditEntryConnection: none, MemberConnection: none,
  Grant: none, Onboarding: none, OnboardingStep: none, Observable: none, RawEventColumn: none, SlaPolicy: none, SlaTarget: none, Quota: none, Plan: none,
  AuditActor: none, AuditDetail: none, InvoiceIssuer: none, InvoiceTax: none, InvoiceFileFacts: none, ReportFileFacts: none, CaseAssignee: none, CaseChange: none,
  PlainWords: none, RuleSet: none, RuleSelection: none, RuleAlternative: none, RuleTest: none, SlaClockReplay: none, SlaClockEntry: none, SlaClockResult: none, SlaPausedTime: none,
  SourceHealth: ({ sourceId }) => sourceId as string,
  RawEvent: ({ batchId, seq }) => `${String(batchId)}/${String(seq)}`,
  // One rule of the pack stands differently in each tenant.
  Rule: ({ id, tenantId }) => (typeof tenantId === 'string' ? `${tenantId}/${String(id)}` : null),
  Member: ({ userId, tenantId }) => `${String(userId)}/${String(tenantId)}`,
};
