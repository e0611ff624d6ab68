import { Injectable } from '@nestjs/common';
import type { CaseView, ChangeSeverityInput, ChangeStatusInput, CommentInput, DecisionInput, SetVerdictInput } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { newId, type TenantContext } from '@yagura/kernel';
import { CommentService } from '../comment/comment.service';
import { HomeService } from '../home/home.service';
import { commented, entriesOf } from '../timeline/timeline';
import { TimelineService } from '../timeline/timeline.service';
import { AnnouncerService } from './announcer.service';
import { assertOpen, assertVersion, changeSeverity, changeStatus, close, release, setVerdict, take, type CaseFact, type CaseState, type Change, type Decision } from './case';
import { caseView } from './case.mapping';
import { judgeFindings, lockCase, saveCase, seenCase, touchCase } from './case.repository';

type Decide = (state: CaseState, decision: Decision) => Change;

/** What people do with a case. Every change names the version its author saw; a closed case is only read. */
@Injectable()
export class CaseService {
  constructor(private readonly homes: HomeService, private readonly timeline: TimelineService, private readonly notes: CommentService,
    private readonly announcer: AnnouncerService) {}

  take(ctx: TenantContext, input: DecisionInput): Promise<CaseView> {
    return this.decide(ctx, 'case.taken', input, take);
  }

  release(ctx: TenantContext, input: DecisionInput): Promise<CaseView> {
    return this.decide(ctx, 'case.released', input, release);
  }

  changeStatus(ctx: TenantContext, input: ChangeStatusInput): Promise<CaseView> {
    return this.decide(ctx, 'case.status_changed', input, (state, decision) => changeStatus(state, input.status, input.holdReason ?? null, decision));
  }

  setVerdict(ctx: TenantContext, input: SetVerdictInput): Promise<CaseView> {
    return this.decide(ctx, 'case.verdict_set', input, (state, decision) => setVerdict(state, input.verdict, input.reason, decision));
  }

  changeSeverity(ctx: TenantContext, input: ChangeSeverityInput): Promise<CaseView> {
    return this.decide(ctx, 'case.severity_changed', input, (state, decision) => changeSeverity(state, input.severity, input.reason, decision));
  }

  close(ctx: TenantContext, input: DecisionInput): Promise<CaseView> {
    return this.decide(ctx, 'case.closed', input, close);
  }

  /** A comment changes nothing that others decide on, so it needs no version; one that is named is held to. */
  comment(ctx: TenantContext, { caseId, body, visibility, expectedVersion }: CommentInput): Promise<CaseView> {
    return this.homes.inTenantOfCase(ctx, caseId, async (tx) => {
      const state = await lockCase(tx, caseId);
      assertOpen(state);
      if (expectedVersion !== undefined) assertVersion(state, expectedVersion);
      const commentId = newId();
      await this.notes.add(tx, { id: commentId, caseId, body, visibility });
      await this.timeline.record(tx, caseId, [commented(state.version, visibility)]);
      await touchCase(tx, caseId);
      await this.announcer.commented(tx, state, commentId, visibility);
      await tx.audit({ action: 'case.commented', objectKind: 'case', objectId: caseId, details: { commentId, visibility } });
      return caseView(await seenCase(tx, caseId));
    });
  }

  private decide(ctx: TenantContext, action: string, { caseId, expectedVersion }: DecisionInput, decide: Decide): Promise<CaseView> {
    return this.homes.inTenantOfCase(ctx, caseId, async (tx) => {
      const before = await lockCase(tx, caseId);
      const { state, facts } = decide(before, { by: tx.actor, at: tx.now, expectedVersion });
      if (facts.length > 0) await saveCase(tx, state);
      for (const fact of facts) await this.announcer.announce(tx, fact, await this.judged(tx, fact));
      await this.timeline.record(tx, caseId, facts.flatMap(entriesOf));
      await tx.audit({ action, objectKind: 'case', objectId: caseId, details: { version: state.version, facts: facts.map(toldOf) } });
      return caseView(await seenCase(tx, caseId));
    });
  }

  /** Findings follow the verdict of their case; those that joined after it was set get it when the case is closed. */
  private async judged(tx: TenantTx, fact: CaseFact): Promise<string[]> {
    if (fact.kind === 'verdict_set') return judgeFindings(tx, fact.after.caseId, fact.verdict, fact.reason, false);
    if (fact.kind !== 'closed') return [];
    const late = await judgeFindings(tx, fact.after.caseId, fact.verdict, fact.after.verdictReason, true);
    if (late.length > 0) await this.announcer.verdictSet(tx, fact.after, fact.verdict, late);
    return late;
  }
}

const toldOf = ({ after: _after, ...told }: CaseFact): Record<string, unknown> => told;
