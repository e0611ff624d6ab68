import { webhookBodyV1, type CaseStatus, type Severity, type WebhookEvent } from '@yagura/contracts';

/** What every event of a case tells and its own company may know. */
export interface CaseFacts {
  readonly tenantId: string; readonly caseId: string; readonly number: number; readonly title: string; readonly severity: Severity; readonly status: CaseStatus;
  /** When it happened. */
  readonly at: string;
}

/** The body of a message about a case. Only the named fields leave: who acts, verdicts, comments and reasons are not among them. */
export function bodyOf(type: WebhookEvent, facts: CaseFacts, { tenantCode, openedAt }: { readonly tenantCode: string; readonly openedAt: Date }): string {
  const { tenantId, caseId, number, title, severity, status, at } = facts;
  return JSON.stringify(webhookBodyV1.parse({
    type, timestamp: at, data: { tenantId, tenantCode, case: { id: caseId, number, title, severity, status, openedAt: openedAt.toISOString(), updatedAt: at } },
  }));
}
