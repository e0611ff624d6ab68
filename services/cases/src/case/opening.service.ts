import { Injectable } from '@nestjs/common';
import type { CaseView, CommentView, FindingView, NumberedCase, OfCaseInput, Page, TimelineView } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { CommentService } from '../comment/comment.service';
import { FindingService } from '../finding/finding.service';
import { HomeService } from '../home/home.service';
import { TimelineService } from '../timeline/timeline.service';
import { caseView } from './case.mapping';
import { seenCase } from './case.repository';

/** Opens one case or a part of it. An opening by staff stands in the tenant's audit log, or it does not happen. */
@Injectable()
export class OpeningService {
  constructor(private readonly homes: HomeService, private readonly findings: FindingService, private readonly entries: TimelineService,
    private readonly notes: CommentService) {}

  caseById(ctx: TenantContext, { caseId }: { readonly caseId: string }): Promise<CaseView> {
    return this.open(ctx, caseId, 'case', async (tx) => caseView(await seenCase(tx, caseId)));
  }

  /** The same by what people call it. A slug that is not the reader's, and a number that is not there, look alike. */
  async caseByNumber(ctx: TenantContext, numbered: NumberedCase): Promise<CaseView> {
    return this.caseById(ctx, { caseId: await this.homes.caseNumbered(ctx, numbered) });
  }

  caseFindings(ctx: TenantContext, input: OfCaseInput): Promise<Page<FindingView>> {
    return this.open(ctx, input.caseId, 'findings', (tx) => this.findings.ofCase(tx, input));
  }

  timeline(ctx: TenantContext, input: OfCaseInput): Promise<Page<TimelineView>> {
    return this.open(ctx, input.caseId, 'timeline', (tx) => this.entries.timeline(tx, input));
  }

  comments(ctx: TenantContext, input: OfCaseInput): Promise<Page<CommentView>> {
    return this.open(ctx, input.caseId, 'comments', (tx) => this.notes.comments(tx, input));
  }

  private open<T>(ctx: TenantContext, caseId: string, part: string, read: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.homes.inTenantOfCase(ctx, caseId, async (tx) => {
      if (tx.audience === 'staff') await tx.audit({ action: 'case.opened_by_staff', objectKind: 'case', objectId: caseId, details: { part } });
      return read(tx);
    });
  }
}
