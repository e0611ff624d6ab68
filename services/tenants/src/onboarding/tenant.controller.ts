import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { OnboardingView, OperationParsed, Page, tenantApi, TenantView } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { SuspensionService } from '../suspension/suspension.service';
import { TenantService } from '../tenant/tenant.service';
import { toOnboardingView, toTenantView } from './onboarding.mapping';
import { OnboardingService } from './onboarding.service';

type In<Name extends keyof typeof tenantApi> = OperationParsed<(typeof tenantApi)[Name]>;

@Injectable()
export class TenantController implements Implements<typeof tenantApi> {
  constructor(private readonly service: TenantService, private readonly saga: OnboardingService, private readonly suspension: SuspensionService) {}

  @Allow('tenant:create')
  async createTenant(ctx: TenantContext, input: In<'createTenant'>): Promise<TenantView> {
    return toTenantView(await this.saga.createTenant(ctx, input));
  }

  @Allow('tenant:read')
  async tenant(ctx: TenantContext, { tenantId }: In<'tenant'>): Promise<TenantView> {
    return toTenantView(await this.service.find(ctx, tenantId));
  }

  @Allow('tenant:read')
  async tenantBySlug(ctx: TenantContext, { slug }: In<'tenantBySlug'>): Promise<TenantView> {
    return toTenantView(await this.service.findBySlug(ctx, slug));
  }

  @Allow('tenant:read')
  async tenants(ctx: TenantContext, input: In<'tenants'>): Promise<Page<TenantView>> {
    const { items, nextCursor } = await this.service.list(ctx, input);
    return { items: items.map(toTenantView), nextCursor };
  }

  @Allow('tenant:read')
  async tenantsByIds(ctx: TenantContext, { tenantIds }: In<'tenantsByIds'>): Promise<readonly TenantView[]> {
    return (await this.service.byIds(ctx, tenantIds)).map(toTenantView);
  }

  @Allow('tenant:read')
  async onboarding(ctx: TenantContext, { tenantId }: In<'onboarding'>): Promise<OnboardingView> {
    return toOnboardingView(await this.saga.progress(ctx, tenantId));
  }

  @Allow('tenant:write')
  async suspendTenant(ctx: TenantContext, { tenantId, reason }: In<'suspendTenant'>): Promise<TenantView> {
    return toTenantView(await this.suspension.suspend(ctx, tenantId, reason));
  }

  @Allow('tenant:create')
  async resumeTenant(ctx: TenantContext, { tenantId, reason }: In<'resumeTenant'>): Promise<TenantView> {
    return toTenantView(await this.suspension.resume(ctx, tenantId, reason));
  }
}
