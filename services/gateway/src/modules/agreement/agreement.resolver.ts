import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { agreementApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { tenantRef } from '../tenant/tenant.loader';
import { toAgreement, toAgreementInput, toContact, toContactInput, toPlan, type AgreementArgs, type ContactArgs } from './agreement.mapping';

@Resolver('Agreement')
export class AgreementResolver {
  @Allow('tenant:create')
  @Query('plans')
  async plans(@Gateway() gateway: GatewayContext): Promise<unknown> {
    return (await gateway.call(agreementApi.plans, {})).map(toPlan);
  }

  @Allow('tenant:read')
  @Query('agreementVersions')
  async agreementVersions(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId: string): Promise<unknown> {
    return (await gateway.call(agreementApi.agreementVersions, { tenantId }, tenantId)).map(toAgreement);
  }

  @Allow('tenant:write')
  @Mutation('changeAgreement')
  async changeAgreement(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, agreement }: { tenantId: string; agreement: AgreementArgs }): Promise<unknown> {
    return { agreement: toAgreement(await gateway.call(agreementApi.changeAgreement, { tenantId, agreement: toAgreementInput(agreement) }, tenantId)) };
  }

  @Allow('tenant:write')
  @Mutation('setContacts')
  async setContacts(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, contacts }: { tenantId: string; contacts: ContactArgs[] }): Promise<unknown> {
    return { contacts: (await gateway.call(agreementApi.setContacts, { tenantId, contacts: contacts.map(toContactInput) }, tenantId)).map(toContact) };
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}

@Resolver('Contact')
export class ContactResolver {
  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}
