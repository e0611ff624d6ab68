import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { caseUpdatesApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toCase } from '../case/case.mapping';
import { given } from '../page/given';

interface UpdatesArgs { readonly first: number; readonly after?: string | null; readonly tenantId?: string | null; readonly updatedSince?: string | null }

@Resolver()
export class CaseUpdateResolver {
  @Allow('case:read')
  @Query('casesUpdatedSince')
  async casesUpdatedSince(@Gateway() gateway: GatewayContext, @Args() { first, after, tenantId, updatedSince }: UpdatesArgs): Promise<unknown> {
    const { items, cursor, isMore } = await gateway.call(caseUpdatesApi.caseUpdates, { first, tenantId, updatedSince, ...given({ after: after ?? null }) });
    return { nodes: items.map(({ updatedAt, case: row }) => ({ updatedAt, case: toCase(row) })), cursor, hasMore: isMore };
  }
}
