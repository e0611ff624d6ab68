import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { ingestionApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toSourceBalance, toSourceHealth } from './ingestion.mapping';

interface PeriodArgs { readonly since: string; readonly until: string; readonly tenantId?: string | null }

@Resolver()
export class IngestionResolver {
  @Allow('source:read')
  @Query('sourceHealth')
  async sourceHealth(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId?: string | null): Promise<unknown> {
    return (await gateway.call(ingestionApi.health, { tenantId }, tenantId)).items.map(toSourceHealth(gateway));
  }

  @Allow('source:read')
  @Query('ingestionBalance')
  async ingestionBalance(@Gateway() gateway: GatewayContext, @Args() { since, until, tenantId }: PeriodArgs): Promise<unknown> {
    return (await gateway.call(ingestionApi.balance, { since, until, tenantId }, tenantId)).items.map(toSourceBalance(gateway));
  }
}
