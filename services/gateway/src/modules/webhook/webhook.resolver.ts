import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { integrationsApi, type WEBHOOK_DELIVERY_STATES } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { valueOf } from '../page/enum-name';
import { given } from '../page/given';
import { tenantRef } from '../tenant/tenant.loader';
import { eventsOf, toDelivery, toEndpoint } from './webhook.mapping';

interface ListArgs { readonly tenantId?: string | null; readonly first: number; readonly after?: string | null }
interface DeliveryArgs { readonly endpointId: string; readonly state?: Uppercase<(typeof WEBHOOK_DELIVERY_STATES)[number]> | null; readonly first: number; readonly after?: string | null }
interface CreateArgs { readonly tenantId: string; readonly url: string; readonly events: readonly string[]; readonly description?: string | null }
interface UpdateArgs extends OfEndpoint { readonly url?: string | null; readonly events?: readonly string[] | null; readonly description?: string | null }
interface RotateArgs extends OfEndpoint { readonly revokeOld?: boolean | null }
interface OfEndpoint { readonly endpointId: string; readonly tenantId?: string | null }
interface OfDelivery { readonly deliveryId: string; readonly tenantId?: string | null }

@Resolver('WebhookEndpoint')
export class WebhookEndpointResolver {
  @Allow('webhook:read')
  @Query('webhookEndpoints')
  async webhookEndpoints(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(integrationsApi.webhookEndpoints, { first, ...given({ tenantId: tenantId ?? null, after: after ?? null }) }, tenantId), toEndpoint);
  }

  @Allow('webhook:read')
  @Query('webhookEndpoint')
  async webhookEndpoint(@Gateway() gateway: GatewayContext, @Args('id') endpointId: string): Promise<unknown> {
    return toEndpoint(await gateway.call(integrationsApi.webhookEndpoint, { endpointId }));
  }

  @Allow('webhook:manage')
  @Mutation('createWebhookEndpoint')
  async createWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, url, events, description }: CreateArgs): Promise<unknown> {
    const input = { tenantId, url, eventTypes: eventsOf(events), ...given({ description: description ?? null }) };
    const { endpoint, secret } = await gateway.call(integrationsApi.createWebhookEndpoint, input, tenantId);
    return { endpoint: toEndpoint(endpoint), secret };
  }

  @Allow('webhook:manage')
  @Mutation('updateWebhookEndpoint')
  async updateWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId, url, events, description }: UpdateArgs): Promise<unknown> {
    const change = given({ url: url ?? null, description: description ?? null, eventTypes: events == null ? null : eventsOf(events) });
    return { endpoint: toEndpoint(await gateway.call(integrationsApi.updateWebhookEndpoint, { endpointId, ...change }, tenantId)) };
  }

  @Allow('webhook:manage')
  @Mutation('disableWebhookEndpoint')
  async disableWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId }: OfEndpoint): Promise<unknown> {
    return { endpoint: toEndpoint(await gateway.call(integrationsApi.disableWebhookEndpoint, { endpointId }, tenantId)) };
  }

  @Allow('webhook:manage')
  @Mutation('enableWebhookEndpoint')
  async enableWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId }: OfEndpoint): Promise<unknown> {
    return { endpoint: toEndpoint(await gateway.call(integrationsApi.enableWebhookEndpoint, { endpointId }, tenantId)) };
  }

  @Allow('webhook:manage')
  @Mutation('deleteWebhookEndpoint')
  deleteWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId }: OfEndpoint): Promise<unknown> {
    return gateway.call(integrationsApi.deleteWebhookEndpoint, { endpointId }, tenantId);
  }

  @Allow('webhook:manage')
  @Mutation('rotateWebhookSecret')
  async rotateWebhookSecret(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId, revokeOld }: RotateArgs): Promise<unknown> {
    const { endpoint, secret } = await gateway.call(integrationsApi.rotateWebhookSecret, { endpointId, revokeOld: revokeOld ?? false }, tenantId);
    return { endpoint: toEndpoint(endpoint), secret };
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}

@Resolver('WebhookDelivery')
export class WebhookDeliveryResolver {
  @Allow('webhook:read')
  @Query('webhookDeliveries')
  async webhookDeliveries(@Gateway() gateway: GatewayContext, @Args() { endpointId, state, first, after }: DeliveryArgs): Promise<unknown> {
    const filter = given({ state: state == null ? null : valueOf(state), after: after ?? null });
    return toConnection(await gateway.call(integrationsApi.webhookDeliveries, { endpointId, first, ...filter }), toDelivery);
  }

  @Allow('webhook:manage')
  @Mutation('pingWebhookEndpoint')
  async pingWebhookEndpoint(@Gateway() gateway: GatewayContext, @Args('input') { endpointId, tenantId }: OfEndpoint): Promise<unknown> {
    return { delivery: toDelivery(await gateway.call(integrationsApi.pingWebhookEndpoint, { endpointId }, tenantId)) };
  }

  @Allow('webhook:manage')
  @Mutation('replayWebhookDelivery')
  async replayWebhookDelivery(@Gateway() gateway: GatewayContext, @Args('input') { deliveryId, tenantId }: OfDelivery): Promise<unknown> {
    return { delivery: toDelivery(await gateway.call(integrationsApi.replayWebhookDelivery, { deliveryId }, tenantId)) };
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}
