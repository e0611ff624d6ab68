import { Inject, Injectable } from '@nestjs/common';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import { Bell, LOG, LookLoop, type Worker } from '@yagura/runtime';
import type { Logger } from 'pino';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { OnboardingService } from './onboarding.service';
import type { Step } from './step';

/** Steps of another process that died, and pauses that ended, are noticed by looking. */
const LOOK_AGAIN_MS = 1_000;

/** Works through the saga's steps; any number of replicas may, since a step is leased to one of them. */
@Injectable()
export class OnboardingWorker implements Worker {
  private readonly loop: LookLoop;

  constructor(private readonly onboarding: OnboardingService, bell: Bell, @Inject(LOG) private readonly log: Logger) {
    this.loop = new LookLoop({
      bell, look: () => this.look(), afterFailureMs: LOOK_AGAIN_MS, onFailure: (err) => { log.warn({ err }, 'the onboarding saga cannot look for work; it looks again'); },
    });
  }

  start(): Promise<void> {
    this.loop.start();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async look(): Promise<number> {
    for (const tenantId of await this.onboarding.waiting(forSystem(PROVIDER_TENANT_ID, 'tenants'))) await this.work(forSystem(asId<'tenant'>(tenantId), 'tenants'));
    return LOOK_AGAIN_MS;
  }

  private async work(ctx: TenantContext): Promise<void> {
    for (let step = await this.onboarding.claim(ctx); step !== undefined && !this.loop.isStopped; step = await this.onboarding.claim(ctx)) await this.attempt(ctx, step);
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
