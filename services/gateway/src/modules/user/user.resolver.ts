import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { userApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { tenantRef } from '../tenant/tenant.loader';
import { toLanguage } from '../agreement/agreement.mapping';
import { toMember, toRoles, type PersonArgs } from './user.mapping';

interface ListArgs { readonly tenantId?: string | null; readonly first: number; readonly after?: string | null }
interface MemberArgs { readonly tenantId: string; readonly userId: string }

@Resolver('Member')
export class UserResolver {
  @Allow('user:read')
  @Query('members')
  async members(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(userApi.members, { first, ...given({ tenantId: tenantId ?? null, after: after ?? null }) }, tenantId), toMember);
  }

  @Allow('user:write')
  @Mutation('createUser')
  async createUser(@Gateway() gateway: GatewayContext, @Args('input') { locale, roles, ...input }: PersonArgs & { tenantId: string }): Promise<unknown> {
    return { member: toMember(await gateway.call(userApi.createUser, { ...input, locale: toLanguage(locale), roles: toRoles(roles) }, input.tenantId)) };
  }

  @Allow('grant:write')
  @Mutation('grantRoles')
  async grantRoles(@Gateway() gateway: GatewayContext, @Args('input') { roles, ...input }: MemberArgs & { roles: string[] }): Promise<unknown> {
    return { member: toMember(await gateway.call(userApi.grantRoles, { ...input, roles: toRoles(roles) }, input.tenantId)) };
  }

  @Allow('grant:write')
  @Mutation('withdrawRoles')
  async withdrawRoles(@Gateway() gateway: GatewayContext, @Args('input') input: MemberArgs): Promise<unknown> {
    return { member: toMember(await gateway.call(userApi.withdrawRoles, { ...input }, input.tenantId)) };
  }

  @Allow('user:write')
  @Mutation('inviteAgain')
  async inviteAgain(@Gateway() gateway: GatewayContext, @Args('input') input: MemberArgs): Promise<unknown> {
    return { member: toMember(await gateway.call(userApi.inviteAgain, { ...input }, input.tenantId)) };
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}
