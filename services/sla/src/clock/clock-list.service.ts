import { Injectable } from '@nestjs/common';
import { InvalidInput, type TenantContext } from '@yagura/kernel';
import type { ClocksInput, ClockView, Page, SlaSummary, SlaSummaryInput } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { cursorAt, endBefore, listName } from '../page/cursor';
import { clocksOfCases, countClocks, listClocks } from './clock-list.repository';
import { toCounts, toView } from './clock.mapping';

/** Lists and counts of promises over the read scope; looks of the provider's people are noted. */
@Injectable()
export class ClockListService {
  constructor(private readonly db: TenantDb) {}

  async list(ctx: TenantContext, input: ClocksInput): Promise<Page<ClockView>> {
    const { first, after, ...filter } = input;
    const list = listName('sla clocks', filter);
    const behind = endBefore(list, after);
    const rows = await this.look(ctx, 'sla_clocks', (tx) => listClocks(tx, input, behind));
    const items = rows.slice(0, first).map(toView);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > first && last !== undefined ? cursorAt(list, { at: last.startedAt, id: last.clockId }) : null };
  }

  async ofCases(ctx: TenantContext, caseIds: readonly string[]): Promise<{ readonly items: readonly ClockView[] }> {
    const rows = await this.look(ctx, 'sla_clocks', (tx) => clocksOfCases(tx, caseIds));
    return { items: rows.map(toView) };
  }

  async summary(ctx: TenantContext, input: SlaSummaryInput): Promise<SlaSummary> {
    if (Date.parse(input.from) >= Date.parse(input.until)) throw new InvalidInput('The period ends before it begins.', { slug: 'period.empty', path: 'until' });
    const rows = await this.look(ctx, 'sla_summary', (tx) => countClocks(tx, input));
    return { from: input.from, until: input.until, ...toCounts(rows) };
  }

  private look<T>(ctx: TenantContext, list: string, read: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.db.run(ctx, async (tx) => {
      if (ctx.audience === 'staff') await tx.auditList({ list });
      return read(tx);
    });
  }
}
