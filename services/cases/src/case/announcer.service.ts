import { Injectable } from '@nestjs/common';
import {
  CaseAcknowledgedV1, CaseClosedV1, CaseCommentedV1, CaseSeverityChangedV1, CaseStatusChangedV1, CaseVerdictSetV1, type Verdict, type Visibility,
} from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import type { CaseFact, CaseState } from './case';

/** A verdict over many findings is told in several events, each small enough for any reader. */
const FINDINGS_PER_EVENT = 1_000;

/** Tells the other services what became true of a case, in the transaction in which it did. */
@Injectable()
export class AnnouncerService {
  async announce(tx: TenantTx, fact: CaseFact, findingIds: readonly string[]): Promise<void> {
    const facts = factsOf(tx, fact.after);
    switch (fact.kind) {
      case 'acknowledged': await publish(tx, CaseAcknowledgedV1, { ...facts, by: tx.actor.id }); return;
      // Who works on a case concerns nobody outside of this service.
      case 'assigned': return;
      case 'severity_changed': await publish(tx, CaseSeverityChangedV1, { ...facts, from: fact.from }); return;
      case 'status_changed': await publish(tx, CaseStatusChangedV1, { ...facts, from: fact.from, holdReason: fact.after.holdReason }); return;
      case 'verdict_set': await this.verdictSet(tx, fact.after, fact.verdict, findingIds); return;
      case 'closed': await publish(tx, CaseClosedV1, { ...facts, verdict: fact.verdict }); return;
    }
  }

  /** Tells a verdict with the findings that got it, in as many events as they need and in one when there are none. */
  async verdictSet(tx: TenantTx, state: CaseState, verdict: Verdict, findingIds: readonly string[]): Promise<void> {
    let start = 0;
    do {
      await publish(tx, CaseVerdictSetV1, { ...factsOf(tx, state), verdict, findingIds: findingIds.slice(start, start + FINDINGS_PER_EVENT) });
      start += FINDINGS_PER_EVENT;
    } while (start < findingIds.length);
  }

  async commented(tx: TenantTx, state: CaseState, commentId: string, visibility: Visibility): Promise<void> {
    await publish(tx, CaseCommentedV1, { ...factsOf(tx, state), commentId, by: tx.actor.id, visibility });
  }
}

const factsOf = (tx: TenantTx, { tenantId, caseId, number, version, severity, status, title }: CaseState) =>
  ({ tenantId, caseId, number, version, severity, status, title, at: tx.now.toISOString() });
