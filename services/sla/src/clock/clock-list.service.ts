import { Injectable } from '@nestjs/common';
import { InvalidInput, NotFound, type TenantContext } from '@yagura/kernel';
import type { ClocksInput, ClockView, Page, SlaSummary, SlaSummaryInput } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { endBefore, listName, pageOf } from '@yagura/runtime';
import { clocksOfCases, countClocks, isWatched, listClocks } from './clock-list.repository';
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
    return pageOf(list, first, rows.map(toView), ({ startedAt, clockId }) => [startedAt, clockId]);
  }

  /** NotFound for a case outside of the scope, as for one that never was; a case without a promise has no clocks. */
  async ofCase(ctx: TenantContext, caseId: string): Promise<{ readonly items: readonly ClockView[] }> {
    const rows = await this.look(ctx, 'sla_clocks', async (tx) => {
      if (!(await isWatched(tx, caseId))) throw new NotFound('case');
      return clocksOfCases(tx, [caseId]);
    });
    return { items: rows.map(toView) };
  }

  /** Clocks of those of the cases that are in the scope and known here: for a reader who has the cases already. */
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
