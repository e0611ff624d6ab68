import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { slaApi, type ClockView } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { valueOf } from '../page/enum-name';
import { given } from '../page/given';
import { toClock, toReplay, toSummary } from './sla.mapping';

interface ClocksArgs {
  readonly tenantId?: string | null; readonly caseIds?: string[] | null; readonly first: number; readonly after?: string | null;
  readonly state?: Uppercase<ClockView['state']> | null; readonly outcome?: Uppercase<ClockView['outcome']> | null;
  readonly finalFrom?: string | null; readonly finalUntil?: string | null;
}
interface PeriodArgs { readonly tenantId?: string | null; readonly from: string; readonly until: string }

@Resolver()
export class SlaResolver {
  @Allow('sla:read')
  @Query('slaClocks')
  async slaClocks(@Gateway() gateway: GatewayContext, @Args() { tenantId, caseIds, first, after, state, outcome, finalFrom, finalUntil }: ClocksArgs): Promise<unknown> {
    const chosen = { state: state == null ? null : valueOf(state), outcome: outcome == null ? null : valueOf(outcome) };
    const page = await gateway.call(slaApi.clocks, { first, tenantId, caseIds, finalFrom, finalUntil, ...chosen, ...given({ after: after ?? null }) }, tenantId);
    return toConnection(page, toClock(gateway));
  }

  @Allow('sla:read')
  @Query('slaClocksOfCase')
  async slaClocksOfCase(@Gateway() gateway: GatewayContext, @Args('caseId') caseId: string): Promise<unknown> {
    return (await gateway.call(slaApi.clocksOfCase, { caseId })).items.map(toClock(gateway));
  }

  @Allow('sla:read')
  @Query('slaSummary')
  async slaSummary(@Gateway() gateway: GatewayContext, @Args() { tenantId, from, until }: PeriodArgs): Promise<unknown> {
    return toSummary(gateway, await gateway.call(slaApi.slaSummary, { tenantId, from, until }, tenantId));
  }

  @Allow('sla:read')
  @Query('slaClockReplay')
  async slaClockReplay(@Gateway() gateway: GatewayContext, @Args('clockId') clockId: string): Promise<unknown> {
    return toReplay(gateway, await gateway.call(slaApi.replay, { clockId }));
  }
}
