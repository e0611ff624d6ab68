import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { instant, SEVERITIES, type CaseView, type ListCount, type Page, type QueueCountInput, type QueueFilterInput, type QueueInput } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { keyBehind, pageOf } from '@yagura/runtime';
import { z } from 'zod';
import { narrowed, onlyTenant } from '../home/scope';
import { LookService } from '../look/look.service';
import { caseView } from './case.mapping';
import { queueCount, queueRows, type QueueFilter } from './queue.repository';

/** A list that is longer is told to be longer; nobody reads on to see by how much. */
const COUNTED_TO = 10_000;

const keyShape = z.tuple([z.int().min(0).max(99), instant, z.uuid()]);

/** One queue over all tenants in the reader's scope: what needs work first, by severity, then the oldest. */
@Injectable()
export class QueueService {
  constructor(private readonly db: TenantDb, private readonly looks: LookService) {}

  async queue(ctx: TenantContext, input: QueueInput): Promise<Page<CaseView>> {
    const scoped = narrowed(ctx, input.tenantId);
    await this.looks.note(scoped, 'case_queue');
    const filter = filterOf(ctx, input);
    const list = listName(onlyTenant(scoped), filter);
    const key = keyBehind(list, input.after, keyShape);
    const rows = await this.db.read(scoped, (read) => queueRows(read, filter, key, input.first + 1));
    return pageOf(list, input.first, rows, (row) => [row.queue_rank, row.opened_at, row.id], caseView);
  }
  async count(ctx: TenantContext, input: QueueCountInput): Promise<ListCount> {
    const scoped = narrowed(ctx, input.tenantId);
    const counted = await this.db.read(scoped, (read) => queueCount(read, filterOf(ctx, input), COUNTED_TO + 1));
    return { count: Math.min(counted, COUNTED_TO), isMore: counted > COUNTED_TO };
  }
}

function filterOf({ actor }: TenantContext, { status, severity, statuses, severityAtLeast, assignedToMe, unassigned, words }: QueueFilterInput): QueueFilter {
  const least = severityAtLeast == null ? SEVERITIES : SEVERITIES.slice(SEVERITIES.indexOf(severityAtLeast));
  const severities = severity == null ? least : least.filter((one) => one === severity);
  return {
    statuses: status == null ? statuses ?? null : [status].filter((one) => statuses?.includes(one) ?? true),
    severities: severities.length === SEVERITIES.length ? null : severities,
    assigneeId: assignedToMe === true ? actor.id : null, isUnassigned: unassigned === true, words: words ?? null,
  };
}

/** A cursor belongs to one list with one filter; words are told by their digest, so that the cursor stays short. */
function listName(tenantId: string | null, { statuses, severities, assigneeId, isUnassigned, words }: QueueFilter): string {
  const told = words === null ? '' : createHash('sha256').update(words).digest('base64url').slice(0, 22);
  return ['queue', tenantId, statuses?.join(), severities?.join(), assigneeId, isUnassigned ? 'unassigned' : '', told].map((part) => part ?? '').join(':');
}
