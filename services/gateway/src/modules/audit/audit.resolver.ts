import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { auditApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { tenantRef } from '../tenant/tenant.loader';
import { toAuditEntry } from './audit.mapping';

@Resolver('AuditEntry')
export class AuditResolver {
  @Allow('audit:read')
  @Query('auditLog')
  async auditLog(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: { tenantId: string; first: number; after?: string | null }): Promise<unknown> {
    return toConnection(await gateway.call(auditApi.auditLog, { tenantId, first, ...given({ after: after ?? null }) }, tenantId), toAuditEntry);
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
