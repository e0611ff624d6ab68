import { Injectable } from '@nestjs/common';
import { instant, type CaseView, type Page, type QueueInput } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { z } from 'zod';
import { narrowed, onlyTenant } from '../home/scope';
import { LookService } from '../look/look.service';
import { keyBehind, pageOf } from '../page/cursor';
import { caseView } from './case.mapping';
import { queueRows } from './queue.repository';

const keyShape = z.tuple([z.int().min(0).max(99), instant, z.uuid()]);

/** One queue over all tenants in the reader's scope: what needs work first, by severity, then the oldest. */
@Injectable()
export class QueueService {
  constructor(private readonly db: TenantDb, private readonly looks: LookService) {}

  async queue(ctx: TenantContext, input: QueueInput): Promise<Page<CaseView>> {
    const scoped = narrowed(ctx, input.tenantId);
    await this.looks.note(scoped, 'case_queue');
    const filter = { status: input.status ?? null, severity: input.severity ?? null, assigneeId: input.assignedToMe === true ? ctx.actor.id : null };
    const list = `queue:${onlyTenant(scoped) ?? ''}:${filter.status ?? ''}:${filter.severity ?? ''}:${filter.assigneeId ?? ''}`;
    const key = keyBehind(list, input.after, keyShape);
    const rows = await this.db.read(scoped, (read) => queueRows(read, filter, key, input.first + 1));
    return pageOf(list, input.first, rows, (row) => [row.queue_rank, row.opened_at, row.id], caseView);
  }
}
