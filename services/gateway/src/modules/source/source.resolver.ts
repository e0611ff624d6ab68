import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { ingestionApi, sourceApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { tenantRef } from '../tenant/tenant.loader';
import { doorsOf } from './source.loader';
import { toCredential, toSource } from './source.mapping';

interface ListArgs { readonly tenantId?: string | null; readonly first: number; readonly after?: string | null }
interface CreateArgs {
  readonly tenantId: string; readonly name: string; readonly kind: string; readonly parser?: string | null; readonly timeZone?: string | null; readonly critical?: boolean | null;
}

@Resolver('Source')
export class SourceResolver {
  @Allow('source:read')
  @Query('sources')
  async sources(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(sourceApi.sources, { first, ...given({ tenantId: tenantId ?? null, after: after ?? null }) }, tenantId), toSource);
  }

  @Allow('source:read')
  @Query('source')
  async source(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toSource(await gateway.call(sourceApi.source, { sourceId: id }));
  }

  @Allow('source:write')
  @Mutation('createSource')
  async createSource(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, name, kind, parser, timeZone, critical }: CreateArgs): Promise<unknown> {
    const optional = given({ parser: parser ?? null, timeZone: timeZone ?? null, critical: critical ?? null });
    return { source: toSource(await gateway.call(sourceApi.createSource, { tenantId, name, kind, ...optional }, tenantId)) };
  }

  @Allow('source:write')
  @Mutation('setSourceEnabled')
  async setSourceEnabled(@Gateway() gateway: GatewayContext, @Args('input') input: { sourceId: string; enabled: boolean }): Promise<unknown> {
    return { source: toSource(await gateway.call(sourceApi.setSourceEnabled, { ...input })) };
  }

  @Allow('source:write')
  @Mutation('issueSourceCredential')
  async issueSourceCredential(@Gateway() gateway: GatewayContext, @Args('input') input: { sourceId: string }): Promise<unknown> {
    const { credential, ...issued } = await gateway.call(sourceApi.issueCredential, { ...input });
    return { ...issued, credential: toCredential(credential) };
  }

  @Allow('source:write')
  @Mutation('setSourceReportedVersion')
  setSourceReportedVersion(@Gateway() gateway: GatewayContext, @Args('input') { sourceId, version }: { sourceId: string; version?: string | null }): Promise<unknown> {
    return gateway.call(ingestionApi.setReportedVersion, { sourceId, version: version ?? null });
  }

  @Allow('source:write')
  @Mutation('revokeSourceCredential')
  async revokeSourceCredential(@Gateway() gateway: GatewayContext, @Args('input') input: { credentialId: string }): Promise<unknown> {
    return { source: toSource(await gateway.call(sourceApi.revokeCredential, { ...input })) };
  }

  @Allow('source:read')
  @ResolveField('doors')
  doors(@Gateway() gateway: GatewayContext, @Parent() { id }: { id: string }): Promise<unknown> {
    return doorsOf(gateway, id);
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}
