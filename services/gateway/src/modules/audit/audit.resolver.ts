import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { auditApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { tenantRef } from '../tenant/tenant.loader';
import { toAuditEntry } from './audit.mapping';

interface LogArgs { readonly tenantId: string; readonly first: number; readonly after?: string | null; readonly newestFirst?: boolean | null }

@Resolver('AuditEntry')
export class AuditResolver {
  @Allow('audit:read')
  @Query('auditLog')
  async auditLog(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after, newestFirst }: LogArgs): Promise<unknown> {
    return toConnection(await gateway.call(auditApi.auditLog, { tenantId, first, newestFirst: newestFirst ?? false, ...given({ after: after ?? null }) }, tenantId), toAuditEntry);
  }

  @Allow('audit:read')
  @Query('auditVerification')
  auditVerification(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId: string): Promise<unknown> {
    return gateway.call(auditApi.verifyAudit, { tenantId }, tenantId);
  }

  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}

@Resolver('AuditVerification')
export class AuditVerificationResolver {
  @Allow('tenant:read')
  @ResolveField('tenant')
  tenant(@Gateway() gateway: GatewayContext, @Parent() { tenantId }: { tenantId: string }): Promise<unknown> {
    return tenantRef(gateway, tenantId);
  }
}
