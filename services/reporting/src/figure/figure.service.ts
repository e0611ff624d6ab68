import { Injectable } from '@nestjs/common';
import type { FiguresView } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { InvalidInput, type TenantContext } from '@yagura/kernel';
import { FactService } from '../fact/fact.service';
import { inTenant } from '../tenant-scope';
import { figuresOf } from './figure';

/** A question over more than this is a report, not a look. */
const LONGEST_MS = 400 * 86_400_000;

/** Figures of any span as the read model knows them now. */
@Injectable()
export class FigureService {
  constructor(private readonly db: TenantDb, private readonly facts: FactService) {}

  async figures(ctx: TenantContext, wish: { readonly tenantId: string; readonly from: string; readonly until: string }): Promise<FiguresView> {
    const [from, until] = [new Date(wish.from), new Date(wish.until)];
    const length = until.getTime() - from.getTime();
    if (length <= 0 || length > LONGEST_MS) throw new InvalidInput('A span ends after it begins and is not longer than 400 days.', { slug: 'figures.bad_span', path: 'until' });
    return this.db.run(inTenant(ctx, wish.tenantId, 'tenant'), async (tx) => {
      const tenant = await this.facts.hold(tx);
      const figures = figuresOf(await this.facts.snapshot(tx, tenant, from, until), { from, until, asOf: tx.now });
      return { tenantId: tx.tenantId, from: from.toISOString(), until: until.toISOString(), asOf: tx.now.toISOString(), ...figures };
    });
  }
}
