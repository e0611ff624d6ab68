import { Inject, Injectable } from '@nestjs/common';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import { LOG, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { Bell } from './bell';
import { OnboardingService } from './onboarding.service';
import type { Step } from './step';

/** Steps of another process that died, and pauses that ended, are noticed by looking. */
const LOOK_AGAIN_MS = 1_000;

/** Works through the saga's steps; any number of replicas may, since a step is leased to one of them. */
@Injectable()
export class OnboardingWorker implements Worker {
  private timer?: NodeJS.Timeout;
  private stopListening?: () => void;
  private running: Promise<void> = Promise.resolve();
  private again = false;
  private busy = false;
  private stopped = false;

  constructor(private readonly onboarding: OnboardingService, private readonly bell: Bell, @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    this.stopListening = this.bell.onRing(() => this.wake());
    this.timer = setInterval(() => this.wake(), LOOK_AGAIN_MS);
    this.wake();
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    clearInterval(this.timer);
    await this.running;
  }

  private wake(): void {
    this.again = true;
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.running = this.drain()
      .catch((error: unknown) => { this.log.warn({ err: error }, 'the onboarding saga cannot look for work; it looks again'); })
      .finally(() => { this.busy = false; });
  }

  private async drain(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      for (const tenantId of await this.onboarding.waiting(forSystem(PROVIDER_TENANT_ID, 'tenants'))) await this.work(forSystem(asId<'tenant'>(tenantId), 'tenants'));
    }
  }

  private async work(ctx: TenantContext): Promise<void> {
    for (let step = await this.onboarding.claim(ctx); step !== undefined && !this.stopped; step = await this.onboarding.claim(ctx)) await this.attempt(ctx, step);
  }

  private async attempt(ctx: TenantContext, step: Step): Promise<void> {
    try {
      await this.onboarding.perform(ctx, step);
    } catch (error) {
      const reason = await this.onboarding.failed(ctx, step, error);
      this.log.warn({ tenantId: ctx.tenantId, step: step.step, reason, err: reason === 'unexpected' ? error : undefined }, 'a step of the onboarding saga failed; it is tried again');
    }
  }
}
