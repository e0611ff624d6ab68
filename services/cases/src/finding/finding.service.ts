import { Injectable } from '@nestjs/common';
import { instant, type FindingsInput, type FindingView, type OfCaseInput, type Page } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { keyBehind, pageOf } from '@yagura/runtime';
import { z } from 'zod';
import { HomeService } from '../home/home.service';
import { narrowed, onlyTenant } from '../home/scope';
import { LookService } from '../look/look.service';
import { findingView } from './finding.mapping';
import { findingRows, findingRowsOfCase, seenFinding } from './finding.repository';

const keyShape = z.tuple([instant, z.uuid()]);

/** What rules found. A finding never changes but for its verdict, which it gets through its case. */
@Injectable()
export class FindingService {
  constructor(private readonly db: TenantDb, private readonly homes: HomeService, private readonly looks: LookService) {}

  async findings(ctx: TenantContext, { first, after, tenantId, ruleId, since }: FindingsInput): Promise<Page<FindingView>> {
    const scoped = narrowed(ctx, tenantId);
    await this.looks.note(scoped, 'findings');
    const filter = { tenantId: onlyTenant(scoped), ruleId: ruleId ?? null, since: since ?? null };
    const list = `findings:${filter.tenantId ?? ''}:${filter.ruleId ?? ''}:${filter.since ?? ''}`;
    const rows = await this.db.read(scoped, (read) => findingRows(read, filter, keyBehind(list, after, keyShape), first + 1));
    return pageOf(list, first, rows, (row) => [row.created_at, row.id], findingView);
  }

  /** Opens one finding; an opening by staff is refused when it cannot be recorded. */
  findingById(ctx: TenantContext, { findingId }: { readonly findingId: string }): Promise<FindingView> {
    return this.homes.inTenantOfFinding(ctx, findingId, async (tx) => {
      const finding = await seenFinding(tx, findingId);
      if (tx.audience === 'staff') await tx.audit({ action: 'finding.opened_by_staff', objectKind: 'finding', objectId: findingId });
      return findingView(finding);
    });
  }

  async ofCase(tx: TenantTx, { caseId, first, after }: OfCaseInput): Promise<Page<FindingView>> {
    const list = `case_findings:${caseId}`;
    const rows = await findingRowsOfCase(tx, caseId, keyBehind(list, after, keyShape), first + 1);
    return pageOf(list, first, rows, (row) => [row.added_at, row.id], findingView);
  }
}
