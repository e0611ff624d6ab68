import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, NotAllowed, Public } from '@yagura/auth';
import { partnerApi, partnerSelfApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { permissionsOf, toGrant, toPartnerClient, toPartnerSelf } from './partner.mapping';

interface ListArgs { readonly first: number; readonly after?: string | null }
interface CreateArgs { readonly name: string; readonly description?: string | null }
interface OfClient { readonly partnerClientId: string }
interface OfTenant extends OfClient { readonly tenantId: string }
interface GrantArgs extends OfTenant { readonly permissions: readonly string[] }
interface KeyArgs extends OfClient { readonly label: string; readonly networks?: readonly string[] | null; readonly expiresAt?: string | null }

@Resolver()
export class PartnerResolver {
  // Open to whoever is signed in: a partner client without any grant may ask who it is, and everybody else is refused here.
  @Public()
  @Query('partnerSelf')
  async partnerSelf(@Gateway() gateway: GatewayContext): Promise<unknown> {
    if (!gateway.isPartner) throw new NotAllowed();
    return toPartnerSelf(await gateway.call(partnerSelfApi.partnerSelf, given({ address: gateway.address ?? null })));
  }

  @Allow('partner:read')
  @Query('partnerClients')
  async partnerClients(@Gateway() gateway: GatewayContext, @Args() { first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(partnerApi.partnerClients, { first, ...given({ after: after ?? null }) }), toPartnerClient(gateway));
  }

  @Allow('partner:read')
  @Query('partnerClient')
  async partnerClient(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toPartnerClient(gateway)(await gateway.call(partnerApi.partnerClient, { partnerClientId: id }));
  }

  @Allow('partner:write')
  @Mutation('createPartnerClient')
  async createPartnerClient(@Gateway() gateway: GatewayContext, @Args('input') { name, description }: CreateArgs): Promise<unknown> {
    return { partnerClient: toPartnerClient(gateway)(await gateway.call(partnerApi.createPartnerClient, { name, ...given({ description: description ?? null }) })) };
  }

  @Allow('grant:write')
  @Mutation('grantPartnerAccess')
  async grantPartnerAccess(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, partnerClientId, permissions }: GrantArgs): Promise<unknown> {
    return { grant: toGrant(gateway)(await gateway.call(partnerApi.grantPartnerAccess, { tenantId, partnerClientId, permissions: permissionsOf(permissions) }, tenantId)) };
  }

  @Allow('grant:write')
  @Mutation('withdrawPartnerAccess')
  async withdrawPartnerAccess(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, partnerClientId }: OfTenant): Promise<unknown> {
    return { grant: toGrant(gateway)(await gateway.call(partnerApi.withdrawPartnerAccess, { tenantId, partnerClientId }, tenantId)) };
  }

  @Allow('partner:write')
  @Mutation('createPartnerKey')
  async createPartnerKey(@Gateway() gateway: GatewayContext, @Args('input') { partnerClientId, label, networks, expiresAt }: KeyArgs): Promise<unknown> {
    const optional = given({ networks: networks == null ? null : [...networks], expiresAt: expiresAt ?? null });
    const { client, ...issued } = await gateway.call(partnerApi.createPartnerKey, { partnerClientId, label, ...optional });
    return { ...issued, partnerClient: toPartnerClient(gateway)(client) };
  }

  @Allow('partner:write')
  @Mutation('revokePartnerKey')
  async revokePartnerKey(@Gateway() gateway: GatewayContext, @Args('input') { keyId }: { keyId: string }): Promise<unknown> {
    return { partnerClient: toPartnerClient(gateway)(await gateway.call(partnerApi.revokePartnerKey, { keyId })) };
  }

  @Allow('partner:write')
  @Mutation('createPartnerClientSecret')
  async createPartnerClientSecret(@Gateway() gateway: GatewayContext, @Args('input') { partnerClientId }: OfClient): Promise<unknown> {
    const { client, ...issued } = await gateway.call(partnerApi.createPartnerSecret, { partnerClientId });
    return { ...issued, partnerClient: toPartnerClient(gateway)(client) };
  }

  @Allow('partner:write')
  @Mutation('revokePartnerClientSecret')
  async revokePartnerClientSecret(@Gateway() gateway: GatewayContext, @Args('input') { partnerClientId }: OfClient): Promise<unknown> {
    return { partnerClient: toPartnerClient(gateway)(await gateway.call(partnerApi.revokePartnerSecret, { partnerClientId })) };
  }

  @Allow('partner:write')
  @Mutation('disablePartnerClient')
  async disablePartnerClient(@Gateway() gateway: GatewayContext, @Args('input') { partnerClientId }: OfClient): Promise<unknown> {
    return { partnerClient: toPartnerClient(gateway)(await gateway.call(partnerApi.disablePartnerClient, { partnerClientId })) };
  }
}
