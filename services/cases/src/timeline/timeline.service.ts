import { Injectable } from '@nestjs/common';
import { instant, type OfCaseInput, type Page, type TimelineView } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { keyBehind, pageOf } from '@yagura/runtime';
import { z } from 'zod';
import { timelineView, type TimelineEntry } from './timeline';
import { addEntries, timelineRows } from './timeline.repository';

const keyShape = z.tuple([instant, z.int().positive(), z.uuid()]);

/** What happened to each case; entries are added and never changed. */
@Injectable()
export class TimelineService {
  async record(tx: TenantTx, caseId: string, entries: readonly TimelineEntry[]): Promise<void> {
    if (entries.length > 0) await addEntries(tx, caseId, entries);
  }

  async timeline(tx: TenantTx, { caseId, first, after }: OfCaseInput): Promise<Page<TimelineView>> {
    const list = `timeline:${caseId}`;
    const rows = await timelineRows(tx, caseId, keyBehind(list, after, keyShape), first + 1);
    return pageOf(list, first, rows, (row) => [row.happened_at, row.version, row.id], timelineView);
  }
}
