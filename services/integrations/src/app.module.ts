import { Module } from '@nestjs/common';
import { defineService } from '@yagura/runtime';
import { TenantConsumer } from './tenant/tenant.consumer';
import { TenantService } from './tenant/tenant.service';

@Module({ providers: [TenantService, TenantConsumer] })
export class IntegrationsModule {}

/** What leaves to other companies' systems: webhook endpoints and the messages to them. */
export const integrationsService = defineService({
  name: 'integrations', role: 'svc_integrations', module: IntegrationsModule, controllers: [], consumers: [TenantConsumer], workers: [],
});
