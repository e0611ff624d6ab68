import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type {
  CreateWebhookInput, Page, RotateWebhookSecretInput, UpdateWebhookInput, WebhookDeliveriesInput, WebhookDeliveryView, WebhookEndpointView, WebhookListInput, WebhookSecretShown,
} from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { DeliveryService } from '../delivery/delivery.service';
import { EndpointService } from './endpoint.service';

interface OfEndpoint { readonly endpointId: string }

@Injectable()
export class WebhookController {
  constructor(private readonly endpoints: EndpointService, private readonly deliveries: DeliveryService) {}

  @Allow('webhook:read')
  webhookEndpoints(ctx: TenantContext, input: WebhookListInput): Promise<Page<WebhookEndpointView>> {
    return this.endpoints.list(ctx, input);
  }

  @Allow('webhook:read')
  webhookEndpoint(ctx: TenantContext, { endpointId }: OfEndpoint): Promise<WebhookEndpointView> {
    return this.endpoints.open(ctx, endpointId);
  }

  @Allow('webhook:read')
  webhookDeliveries(ctx: TenantContext, input: WebhookDeliveriesInput): Promise<Page<WebhookDeliveryView>> {
    return this.deliveries.list(ctx, input);
  }

  @Allow('webhook:manage')
  createWebhookEndpoint(ctx: TenantContext, input: CreateWebhookInput): Promise<WebhookSecretShown> {
    return this.endpoints.create(ctx, input);
  }

  @Allow('webhook:manage')
  updateWebhookEndpoint(ctx: TenantContext, input: UpdateWebhookInput): Promise<WebhookEndpointView> {
    return this.endpoints.update(ctx, input);
  }

  @Allow('webhook:manage')
  disableWebhookEndpoint(ctx: TenantContext, { endpointId }: OfEndpoint): Promise<WebhookEndpointView> {
    return this.endpoints.disable(ctx, endpointId);
  }

  @Allow('webhook:manage')
  enableWebhookEndpoint(ctx: TenantContext, { endpointId }: OfEndpoint): Promise<WebhookEndpointView> {
    return this.endpoints.enable(ctx, endpointId);
  }

  @Allow('webhook:manage')
  deleteWebhookEndpoint(ctx: TenantContext, { endpointId }: OfEndpoint): Promise<{ tenantId: string; endpointId: string }> {
    return this.endpoints.remove(ctx, endpointId);
  }

  @Allow('webhook:manage')
  rotateWebhookSecret(ctx: TenantContext, input: RotateWebhookSecretInput): Promise<WebhookSecretShown> {
    return this.endpoints.rotate(ctx, input);
  }

  @Allow('webhook:manage')
  pingWebhookEndpoint(ctx: TenantContext, { endpointId }: OfEndpoint): Promise<WebhookDeliveryView> {
    return this.deliveries.ping(ctx, endpointId);
  }

  @Allow('webhook:manage')
  replayWebhookDelivery(ctx: TenantContext, { deliveryId }: { readonly deliveryId: string }): Promise<WebhookDeliveryView> {
    return this.deliveries.replay(ctx, deliveryId);
  }
}
