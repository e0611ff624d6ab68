import { Inject, Injectable } from '@nestjs/common';
import { asId, forSystem } from '@yagura/kernel';
import { Bell, LOG, LookLoop, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { CatchUp } from './catch-up';
import { NOBODY, TimerService } from './timer.service';

/** Timers of other processes, and a moved business time, are noticed by looking. */
const LOOK_AGAIN_MS = 1_000;
/** Pause before looking again at clocks that somebody else has in hand. */
const IN_HAND_MS = 25;

/**
 * Wakes clocks at their instants. Any number of workers may run: a clock's row lock decides who settles it, and what it has to tell is
 * told once. A timer that nobody fired stays in the table, so the next look finds it, however late.
 */
@Injectable()
export class TimerWorker implements Worker {
  private readonly loop: LookLoop;

  constructor(private readonly timers: TimerService, bell: Bell, private readonly catchUp: CatchUp, @Inject(LOG) private readonly log: Pick<Logger, 'warn'>) {
    this.loop = new LookLoop({
      bell, look: () => this.look(), afterFailureMs: LOOK_AGAIN_MS, onFailure: (err) => { log.warn({ err }, 'due timers cannot be read; looking again'); },
    });
  }

  start(): Promise<void> {
    this.loop.start();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Fires what is due and answers how long nothing else will be. */
  private async look(): Promise<number> {
    const backlogMs = this.catchUp.waitMs();
    if (backlogMs > 0) return Math.min(LOOK_AGAIN_MS, backlogMs);
    const waiting = await this.timers.waiting(NOBODY);
    const due = new Map(waiting.filter(({ waitMs }) => waitMs === 0).map(({ clockId, tenantId }) => [clockId, tenantId]));
    let settled = 0;
    for (const [clockId, tenantId] of due) {
      if (this.loop.isStopped) break;
      if (await this.fire(tenantId, clockId)) settled += 1;
    }
    if (settled > 0) return 0;
    if (due.size > 0) return IN_HAND_MS;
    return Math.min(LOOK_AGAIN_MS, ...waiting.map(({ waitMs }) => waitMs));
  }

  private async fire(tenantId: string, clockId: string): Promise<boolean> {
    const ctx = forSystem(asId<'tenant'>(tenantId), 'sla');
    try {
      return await this.timers.fire(ctx, clockId);
    } catch (error) {
      this.log.warn({ tenantId, clockId, err: error }, 'a clock could not be settled; it is tried again');
      await this.timers.postpone(ctx, clockId);
      return false;
    }
  }
}
