import { Injectable } from '@nestjs/common';
import { instant, type CaseUpdates, type CaseUpdatesInput } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { cursorAfter, keyBehind } from '@yagura/runtime';
import { z } from 'zod';
import { caseView } from './case.mapping';
import { narrowed } from '../home/scope';
import { LookService } from '../look/look.service';
import { settledBefore, updateRows, type UpdateKey } from './update.repository';

const keyShape = z.tuple([instant, z.uuid()]);
/** In front of every case of an instant (RFC 9562, section 5.9). */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const BEGINNING = '1970-01-01T00:00:00.000000Z';

/** Cases in the order of their last change, for programs that keep a copy: what changed is read once more, and nothing is passed over. */
@Injectable()
export class UpdateService {
  constructor(private readonly db: TenantDb, private readonly looks: LookService) {}

  async updates(ctx: TenantContext, { tenantId, updatedSince, first, after }: CaseUpdatesInput): Promise<CaseUpdates> {
    const scoped = narrowed(ctx, tenantId);
    await this.looks.note(scoped, 'case_updates');
    // By what was asked, not by what the scope holds now: a kept cursor stays good when the reader gains or loses a tenant.
    const list = `case updates:${tenantId ?? ''}`;
    const key: UpdateKey = keyBehind(list, after, keyShape) ?? [updatedSince ?? BEGINNING, NO_ID];
    const settled = await this.db.read(scoped, settledBefore);
    const rows = await this.db.read(scoped, (read) => updateRows(read, key, settled, first + 1));
    const shown = rows.slice(0, first);
    const last = shown.at(-1);
    return {
      items: shown.map(({ it, updatedAt }) => ({ updatedAt, case: caseView(it) })), isMore: rows.length > first,
      cursor: cursorAfter(list, last === undefined ? key : [last.updatedAt, last.it.id]),
    };
  }
}
