import { Module } from '@nestjs/common';
import { integrationsApi } from '@yagura/contracts';
import { Bell, defineService } from '@yagura/runtime';
import { CaseConsumer } from './case/case.consumer';
import { CaseService } from './case/case.service';
import { DeliveryService } from './delivery/delivery.service';
import { DeliveryWorker } from './delivery/delivery.worker';
import { QueueService } from './delivery/queue.service';
import { SendingService } from './delivery/sending.service';
import { EndpointService } from './endpoint/endpoint.service';
import { SecretService } from './endpoint/secret.service';
import { WebhookController } from './endpoint/webhook.controller';
import { AccessService } from './partner/access.service';
import { PartnerConsumer } from './partner/partner.consumer';
import { PartnerService } from './partner/partner.service';
import { TenantConsumer } from './tenant/tenant.consumer';
import { TenantService } from './tenant/tenant.service';

@Module({
  providers: [
    Bell, TenantService, TenantConsumer, AccessService, SecretService, QueueService, EndpointService, PartnerService, PartnerConsumer, SendingService, DeliveryService, CaseService, CaseConsumer,
    WebhookController, DeliveryWorker,
  ],
})
export class IntegrationsModule {}

/** What leaves to other companies' systems: webhook endpoints and the messages to them. */
export const integrationsService = defineService({
  name: 'integrations', role: 'svc_integrations', module: IntegrationsModule, controllers: [[integrationsApi, WebhookController]], consumers: [TenantConsumer, PartnerConsumer, CaseConsumer],
  workers: [DeliveryWorker],
});
