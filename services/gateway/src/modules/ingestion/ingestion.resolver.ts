import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { ingestionApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { tenantRef } from '../tenant/tenant.loader';

interface BalanceArgs { readonly tenantId?: string | null; readonly since: string; readonly until: string }

@Resolver()
export class IngestionResolver {
  @Allow('source:read')
  @Query('sourceHealth')
  async sourceHealth(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId?: string | null): Promise<unknown> {
    const { items } = await gateway.call(ingestionApi.health, { tenantId }, tenantId);
    return items.map((item) => ({ ...item, state: item.state.toUpperCase(), tenant: () => tenantRef(gateway, item.tenantId) }));
  }

  @Allow('source:read')
  @Query('ingestionBalance')
  async ingestionBalance(@Gateway() gateway: GatewayContext, @Args() { tenantId, since, until }: BalanceArgs): Promise<unknown> {
    const { items } = await gateway.call(ingestionApi.balance, { tenantId, since, until }, tenantId);
    return items.map((item) => ({ ...item, tenant: () => tenantRef(gateway, item.tenantId) }));
  }
}
