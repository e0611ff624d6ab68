import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { detectionApi, type RawEventInput, type SetRuleInput } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { tenantRef } from '../tenant/tenant.loader';

@Resolver()
export class DetectionResolver {
  @Allow('rule:read')
  @Query('rules')
  async rules(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId: string): Promise<unknown> {
    const { contentVersion, items } = await gateway.call(detectionApi.rules, { tenantId }, tenantId);
    return { contentVersion, rules: items };
  }

  @Allow('rule:write')
  @Mutation('setRule')
  async setRule(@Gateway() gateway: GatewayContext, @Args('input') input: SetRuleInput): Promise<unknown> {
    return { rule: await gateway.call(detectionApi.setRule, input, input.tenantId) };
  }

  @Allow('telemetry:read')
  @Query('rawEvent')
  async rawEvent(@Gateway() gateway: GatewayContext, @Args() { tenantId, batchId, seq }: RawEventInput): Promise<unknown> {
    const event = await gateway.call(detectionApi.rawEvent, { tenantId, batchId, seq }, tenantId);
    return { ...event, tenant: () => tenantRef(gateway, event.tenantId) };
  }

  @Allow('source:read')
  @Query('storedTelemetry')
  async storedTelemetry(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId?: string | null): Promise<unknown> {
    const { items } = await gateway.call(detectionApi.stored, { tenantId }, tenantId);
    return items.map((item) => ({ ...item, tenant: () => tenantRef(gateway, item.tenantId) }));
  }
}
