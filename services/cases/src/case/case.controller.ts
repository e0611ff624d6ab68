import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type {
  CaseView, ChangeSeverityInput, ChangeStatusInput, CommentInput, CommentView, DecisionInput, FindingView, ListCount, NumberedCase, OfCaseInput, Page, QueueCountInput, QueueInput, SetVerdictInput, TimelineView,
} from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { CaseService } from './case.service';
import { OpeningService } from './opening.service';
import { QueueService } from './queue.service';

@Injectable()
export class CaseController {
  constructor(private readonly cases: CaseService, private readonly openings: OpeningService, private readonly queues: QueueService) {}

  @Allow('case:read') queue(ctx: TenantContext, input: QueueInput): Promise<Page<CaseView>> { return this.queues.queue(ctx, input); }
  @Allow('case:read') queueCount(ctx: TenantContext, input: QueueCountInput): Promise<ListCount> { return this.queues.count(ctx, input); }
  @Allow('case:read') caseById(ctx: TenantContext, input: { readonly caseId: string }): Promise<CaseView> { return this.openings.caseById(ctx, input); }
  @Allow('case:read') caseByNumber(ctx: TenantContext, input: NumberedCase): Promise<CaseView> { return this.openings.caseByNumber(ctx, input); }
  @Allow('case:read') caseFindings(ctx: TenantContext, input: OfCaseInput): Promise<Page<FindingView>> { return this.openings.caseFindings(ctx, input); }
  @Allow('case:read') timeline(ctx: TenantContext, input: OfCaseInput): Promise<Page<TimelineView>> { return this.openings.timeline(ctx, input); }
  @Allow('case:read') comments(ctx: TenantContext, input: OfCaseInput): Promise<Page<CommentView>> { return this.openings.comments(ctx, input); }
  @Allow('case:write') take(ctx: TenantContext, input: DecisionInput): Promise<CaseView> { return this.cases.take(ctx, input); }
  @Allow('case:write') release(ctx: TenantContext, input: DecisionInput): Promise<CaseView> { return this.cases.release(ctx, input); }
  @Allow('case:write') comment(ctx: TenantContext, input: CommentInput): Promise<CaseView> { return this.cases.comment(ctx, input); }
  @Allow('case:write') changeStatus(ctx: TenantContext, input: ChangeStatusInput): Promise<CaseView> { return this.cases.changeStatus(ctx, input); }
  @Allow('case:write') setVerdict(ctx: TenantContext, input: SetVerdictInput): Promise<CaseView> { return this.cases.setVerdict(ctx, input); }
  @Allow('case:write') changeSeverity(ctx: TenantContext, input: ChangeSeverityInput): Promise<CaseView> { return this.cases.changeSeverity(ctx, input); }
  @Allow('case:write') close(ctx: TenantContext, input: DecisionInput): Promise<CaseView> { return this.cases.close(ctx, input); }
}
