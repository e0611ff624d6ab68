import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { detectionApi, type SetRuleInput } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { given } from '../page/given';
import { toRawEvent, toRule, toStoredTelemetry } from './detection.mapping';

interface RawEventArgs { readonly tenantId: string; readonly batchId: string; readonly seq: number; readonly at?: string | null }

@Resolver()
export class DetectionResolver {
  @Allow('rule:read')
  @Query('rules')
  async rules(@Gateway() gateway: GatewayContext, @Args() { tenantId, ruleId }: { readonly tenantId: string; readonly ruleId?: string | null }): Promise<unknown> {
    const { contentVersion, items } = await gateway.call(detectionApi.rules, { tenantId, ruleId }, tenantId);
    return { contentVersion, rules: items.map(toRule(gateway)) };
  }

  @Allow('rule:write')
  @Mutation('setRule')
  async setRule(@Gateway() gateway: GatewayContext, @Args('input') input: SetRuleInput): Promise<unknown> {
    return { rule: toRule(gateway)(await gateway.call(detectionApi.setRule, input, input.tenantId)) };
  }

  @Allow('telemetry:read')
  @Query('rawEvent')
  async rawEvent(@Gateway() gateway: GatewayContext, @Args() { tenantId, batchId, seq, at }: RawEventArgs): Promise<unknown> {
    return toRawEvent(gateway, await gateway.call(detectionApi.rawEvent, { tenantId, batchId, seq, ...given({ at: at ?? null }) }, tenantId));
  }

  @Allow('source:read')
  @Query('storedTelemetry')
  async storedTelemetry(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId?: string | null): Promise<unknown> {
    return (await gateway.call(detectionApi.stored, { tenantId }, tenantId)).items.map(toStoredTelemetry(gateway));
  }
}
