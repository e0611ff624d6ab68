import { Injectable } from '@nestjs/common';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import { TenantDb } from '@yagura/db';
import { ClockService } from '../clock/clock.service';
import { GRACE_MS, type WaitingTimer } from './timer';
import { hasDueTimer, postponeTimers, waitingTimers } from './timer.repository';

const AT_ONCE = 200;

/** The look over all tenants reads as nobody: under this id row security shows no row of anyone. */
export const NOBODY = forSystem(asId<'tenant'>('00000000-0000-0000-0000-000000000000'), 'sla');

/** Finds due timers and settles their clocks, each in a transaction of its own tenant. */
@Injectable()
export class TimerService {
  constructor(private readonly db: TenantDb, private readonly clocks: ClockService) {}

  waiting(ctx: TenantContext): Promise<readonly WaitingTimer[]> {
    return this.db.read(ctx, (read) => waitingTimers(read, AT_ONCE));
  }

  /** Settles the clock unless another worker or a consumer has it in hand, who then does the same; false in that case. */
  async fire(ctx: TenantContext, clockId: string): Promise<boolean> {
    return this.db.run(ctx, async (tx) => {
      const clock = await this.clocks.takeFree(tx, clockId);
      if (clock === undefined) return false;
      const asOf = new Date(tx.now.getTime() - GRACE_MS);
      if (await hasDueTimer(tx, clockId, asOf)) await this.clocks.settle(tx, clock, asOf);
      return true;
    });
  }

  async postpone(ctx: TenantContext, clockId: string): Promise<void> {
    await this.db.run(ctx, (tx) => postponeTimers(tx, clockId));
  }
}
