import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { agreementApi, AgreementView, ContactView, OperationParsed, PlanView } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { toAgreementView } from './agreement.mapping';
import { AgreementService } from './agreement.service';

type In<Name extends keyof typeof agreementApi> = OperationParsed<(typeof agreementApi)[Name]>;

@Injectable()
export class AgreementController implements Implements<typeof agreementApi> {
  constructor(private readonly agreements: AgreementService) {}

  @Allow('tenant:read')
  async agreement(ctx: TenantContext, { tenantId }: In<'agreement'>): Promise<AgreementView> {
    return toAgreementView(await this.agreements.current(ctx, tenantId));
  }

  @Allow('tenant:read')
  async agreementVersions(ctx: TenantContext, { tenantId }: In<'agreementVersions'>): Promise<readonly AgreementView[]> {
    return (await this.agreements.versions(ctx, tenantId)).map(toAgreementView);
  }

  @Allow('tenant:write')
  async changeAgreement(ctx: TenantContext, { tenantId, agreement }: In<'changeAgreement'>): Promise<AgreementView> {
    return toAgreementView(await this.agreements.change(ctx, tenantId, agreement));
  }

  @Allow('tenant:read')
  contacts(ctx: TenantContext, { tenantId }: In<'contacts'>): Promise<readonly ContactView[]> {
    return this.agreements.contacts(ctx, tenantId);
  }

  @Allow('tenant:write')
  setContacts(ctx: TenantContext, { tenantId, contacts }: In<'setContacts'>): Promise<readonly ContactView[]> {
    return this.agreements.setContacts(ctx, tenantId, contacts);
  }

  @Allow('tenant:create')
  plans(ctx: TenantContext, _input: In<'plans'>): Promise<readonly PlanView[]> {
    return this.agreements.plans(ctx);
  }
}
