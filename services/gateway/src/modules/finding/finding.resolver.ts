import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { findingsApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { toFinding } from './finding.mapping';

interface ListArgs {
  readonly first: number; readonly after?: string | null; readonly tenantId?: string | null; readonly ruleId?: string | null; readonly since?: string | null;
}

@Resolver('Finding')
export class FindingResolver {
  @Allow('finding:read')
  @Query('findings')
  async findings(@Gateway() gateway: GatewayContext, @Args() { first, after, tenantId, ruleId, since }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(findingsApi.findings, { first, tenantId, ruleId, since, ...given({ after: after ?? null }) }), toFinding);
  }

  @Allow('finding:read')
  @Query('finding')
  async finding(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toFinding(await gateway.call(findingsApi.findingById, { findingId: id }));
  }
}
