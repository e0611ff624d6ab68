import { Inject, Injectable } from '@nestjs/common';
import type { IdentityAdmin } from '@yagura/auth';
import { AppError, newId, unreachable, type TenantContext } from '@yagura/kernel';
import { TenantActivatedV1, type ContactInput } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { agree, type AgreementTerms } from '../agreement/agreement';
import { AgreementService } from '../agreement/agreement.service';
import { IDENTITY_ADMIN } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import type { Tenant } from '../tenant/tenant';
import { checkedCode, checkedSlug } from '../tenant/tenant-name';
import { NotAnOperatorHere } from '../tenant/tenant.errors';
import { inTenant } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { AccountService } from '../user/account.service';
import { UserService, type NewPerson } from '../user/user.service';
import { Failpoint } from './failpoint';
import { pauseAfter, TENANT_STEPS, type Step, type StepState } from './step';
import { claimStep, finishStep, listSteps, postponeStep, tenantsWithWork } from './step.repository';
import { StepService } from './step.service';

export interface NewTenant {
  readonly slug: string;
  readonly code?: string;
  readonly name: string;
  readonly agreement: AgreementTerms;
  readonly contacts: readonly ContactInput[];
  readonly users: readonly NewPerson[];
}

/**
 * Brings client companies in. All rows are made in one transaction together with the steps that remain; each step is repeatable and is
 * recorded when it is done, so a process killed anywhere is followed by another that reaches the same end.
 */
@Injectable()
export class OnboardingService {
  constructor(
    private readonly db: TenantDb, private readonly tenants: TenantService, private readonly agreements: AgreementService, private readonly users: UserService,
    private readonly accounts: AccountService, private readonly steps: StepService, @Inject(IDENTITY_ADMIN) private readonly identity: IdentityAdmin,
    private readonly failpoint: Failpoint) {}

  async createTenant(ctx: TenantContext, input: NewTenant): Promise<Tenant> {
    const roles = await this.users.rolesIn(ctx, PROVIDER_TENANT_ID, 'tenant:create');
    if (roles.length === 0) throw new NotAnOperatorHere();
    const slug = checkedSlug(input.slug);
    const code = checkedCode(input.code, slug);
    const offer = await this.agreements.offer(ctx);
    const tenantId = newId<'tenant'>();
    const agreement = await this.db.run({ ...ctx, tenantId: PROVIDER_TENANT_ID }, async (tx) => {
      await tx.audit({ action: 'tenant.requested', objectKind: 'tenant', objectId: tenantId, details: { slug, name: input.name } });
      return agree(input.agreement, offer, { agreementId: newId(), version: 1, now: tx.now });
    });
    return this.db.run({ ...ctx, tenantId, readScope: [tenantId] }, async (tx) => {
      const tenant = await this.tenants.add(tx, { kind: 'customer', slug, code, name: input.name, state: 'onboarding' });
      await tx.audit({ action: 'tenant.created', objectKind: 'tenant', objectId: tenantId, details: { slug, code, name: input.name } });
      await this.agreements.make(tx, agreement, input.contacts);
      await this.users.grantMaker(tx, roles);
      for (const person of input.users) await this.users.add(tx, person);
      await this.steps.plan(tx, tenantId, TENANT_STEPS);
      return tenant;
    });
  }

  async progress(ctx: TenantContext, tenantId: string): Promise<{ tenant: Tenant; steps: readonly StepState[] }> {
    const named = inTenant(ctx, tenantId);
    return { tenant: await this.tenants.find(named, tenantId), steps: await this.db.read(named, listSteps) };
  }

  /** Tenants with a step that is due and in nobody's hand. */
  waiting(ctx: TenantContext): Promise<readonly string[]> {
    return this.db.read(ctx, (read) => tenantsWithWork(read, 50));
  }

  /** Takes the context's tenant's next step that is due, for a short lease. */
  claim(ctx: TenantContext): Promise<Step | undefined> {
    return this.db.run(ctx, claimStep);
  }

  async perform(ctx: TenantContext, step: Step): Promise<void> {
    switch (step.step) {
      case 'organization': await this.ensureOrganization(ctx); break;
      case 'account': await this.accounts.ensureAccount(ctx, step.subjectId); break;
      case 'organization_member': await this.accounts.ensureMember(ctx, step.subjectId); break;
      case 'invitation': await this.accounts.invite(ctx, step.subjectId); break;
      case 'activation': await this.db.run(ctx, (tx) => this.activate(tx, step)); break;
      default: unreachable(step.step);
    }
    this.failpoint.reached(step);
    await this.db.run(ctx, (tx) => finishStep(tx, step));
  }

  /** Keeps what failed where an operator sees it, and lets the step be tried again later. */
  async failed(ctx: TenantContext, step: Step, error: unknown): Promise<string> {
    const reason = error instanceof AppError ? error.slug : 'unexpected';
    await this.db.run(ctx, (tx) => postponeStep(tx, step, reason, pauseAfter(step.attempts)));
    return reason;
  }

  private async ensureOrganization(ctx: TenantContext): Promise<void> {
    const { tenantId, slug, name } = await this.tenants.find(ctx, ctx.tenantId);
    await this.identity.ensureOrganization({ id: tenantId, alias: slug, name });
  }

  /** The tenant is served from here on, and everybody hears it with what they need: the agreement, the people, what is billed. */
  private async activate(tx: TenantTx, step: Step): Promise<void> {
    const { slug, code, name, kind } = await this.tenants.move(tx, 'activate');
    const { facts } = await this.agreements.current(tx, tx.tenantId);
    await publish(tx, TenantActivatedV1, { tenantId: tx.tenantId, slug, code, name, kind, agreement: facts });
    await this.users.announceAll(tx);
    await tx.audit({ action: 'tenant.activated', objectKind: 'tenant', objectId: tx.tenantId });
    await finishStep(tx, step);
  }
}
