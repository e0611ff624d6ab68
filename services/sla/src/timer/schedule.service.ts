import { Injectable } from '@nestjs/common';
import type { TenantTx } from '@yagura/db';
import { Bell } from '@yagura/runtime';
import type { Clock } from '../clock/clock';
import type { Timer } from './timer';
import { rewriteTimers } from './timer.repository';

/** Keeps the timers of a clock at the instants that its history asks for. It knows no other service, so that whatever settles clocks may use it. */
@Injectable()
export class ScheduleService {
  constructor(private readonly bell: Bell) {}

  /** Replaces what is ahead of the clock as of an instant, and wakes the worker once that can be seen. */
  async renew(tx: TenantTx, clock: Clock, timers: readonly Timer[], asOf: Date): Promise<void> {
    await rewriteTimers(tx, clock, timers, asOf);
    tx.afterCommit(() => this.bell.ring());
  }
}
