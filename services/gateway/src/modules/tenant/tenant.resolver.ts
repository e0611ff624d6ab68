import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { agreementApi, tenantApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toAgreement, toAgreementInput, toContact, toContactInput, type AgreementArgs, type ContactArgs } from '../agreement/agreement.mapping';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { toFirstUser, type PersonArgs } from '../user/user.mapping';
import { toOnboarding, toTenant } from './tenant.mapping';

interface CreateTenantArgs {
  readonly slug: string; readonly code?: string | null; readonly name: string; readonly agreement: AgreementArgs; readonly contacts: ContactArgs[];
  readonly users?: PersonArgs[] | null;
}
interface ReasonArgs { readonly tenantId: string; readonly reason: string }
interface Known { readonly id: string; readonly kind: string }

@Resolver('Tenant')
export class TenantResolver {
  @Allow('tenant:read')
  @Query('tenants')
  async tenants(@Gateway() gateway: GatewayContext, @Args('first') first: number, @Args('after') after?: string): Promise<unknown> {
    return toConnection(await gateway.call(tenantApi.tenants, given({ first, after: after ?? null })), toTenant);
  }

  @Allow('tenant:read')
  @Query('tenant')
  async tenant(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toTenant(await gateway.call(tenantApi.tenant, { tenantId: id }, id));
  }

  @Allow('tenant:read')
  @Query('tenantBySlug')
  async tenantBySlug(@Gateway() gateway: GatewayContext, @Args('slug') slug: string): Promise<unknown> {
    return toTenant(await gateway.call(tenantApi.tenantBySlug, { slug }));
  }

  @Allow('tenant:create')
  @Mutation('createTenant')
  async createTenant(@Gateway() gateway: GatewayContext, @Args('input') input: CreateTenantArgs): Promise<unknown> {
    const { agreement, contacts, users, ...names } = input;
    const tenant = await gateway.call(tenantApi.createTenant, {
      ...given(names), agreement: toAgreementInput(agreement), contacts: contacts.map(toContactInput),
      users: (users ?? []).map(toFirstUser),
    });
    gateway.renewGrants();
    return { tenant: toTenant(tenant) };
  }

  @Allow('tenant:write')
  @Mutation('suspendTenant')
  async suspendTenant(@Gateway() gateway: GatewayContext, @Args('input') input: ReasonArgs): Promise<unknown> {
    return { tenant: toTenant(await gateway.call(tenantApi.suspendTenant, { ...input }, input.tenantId)) };
  }

  // The tenant is not named to the edge: while it is suspended it is in nobody's grants, and the service asks the caller's own row.
  @Allow('tenant:create')
  @Mutation('resumeTenant')
  async resumeTenant(@Gateway() gateway: GatewayContext, @Args('input') input: ReasonArgs): Promise<unknown> {
    const tenant = await gateway.call(tenantApi.resumeTenant, { ...input });
    gateway.renewGrants();
    return { tenant: toTenant(tenant) };
  }

  @Allow('tenant:read')
  @ResolveField('agreement')
  async agreement(@Gateway() gateway: GatewayContext, @Parent() { id, kind }: Known): Promise<unknown> {
    return kind === 'PROVIDER' ? null : toAgreement(await gateway.call(agreementApi.agreement, { tenantId: id }, id));
  }

  @Allow('tenant:read')
  @ResolveField('contacts')
  async contacts(@Gateway() gateway: GatewayContext, @Parent() { id }: Known): Promise<unknown> {
    return (await gateway.call(agreementApi.contacts, { tenantId: id }, id)).map(toContact);
  }

  @Allow('tenant:read')
  @ResolveField('onboarding')
  async onboarding(@Gateway() gateway: GatewayContext, @Parent() { id }: Known): Promise<unknown> {
    return toOnboarding(await gateway.call(tenantApi.onboarding, { tenantId: id }, id));
  }
}
