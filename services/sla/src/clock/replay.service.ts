import { Injectable } from '@nestjs/common';
import { asId, NotFound, type TenantContext } from '@yagura/kernel';
import type { ClockReplay } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { PolicyService } from '../policy/policy.service';
import { evaluate } from './clock';
import { findClock } from './clock-list.repository';
import { toClock, toReplay } from './clock.mapping';
import { historyOf } from './clock.repository';

/** Opens one clock with everything that its result depends on; an opening by the provider's people stands in the tenant's audit log. */
@Injectable()
export class ReplayService {
  constructor(private readonly db: TenantDb, private readonly policies: PolicyService) {}

  async replay(ctx: TenantContext, clockId: string): Promise<ClockReplay> {
    return this.db.run(await this.inTenantOf(ctx, clockId), async (tx) => {
      const row = await findClock(tx, clockId);
      if (row === undefined) throw new NotFound('clock');
      if (ctx.audience === 'staff') await tx.audit({ action: 'clock.opened_by_staff', objectKind: 'clock', objectId: clockId, details: { caseId: row.case_id, metric: row.metric } });
      const policy = await this.policies.pinned(tx, { policyId: row.policy_id, policyVersion: row.policy_version });
      const history = await historyOf(tx, clockId);
      return toReplay(row, policy, history, evaluate(toClock(row), policy, history, tx.now));
    });
  }

  /** The caller, writing the tenant of the clock; a clock outside of the read scope does not exist. */
  private async inTenantOf(ctx: TenantContext, clockId: string): Promise<TenantContext> {
    const row = await this.db.read(ctx, (read) => findClock(read, clockId));
    const tenantId = row === undefined ? undefined : asId<'tenant'>(row.tenant_id);
    if (tenantId === undefined || !ctx.readScope.includes(tenantId)) throw new NotFound('clock');
    return { ...ctx, tenantId };
  }
}
