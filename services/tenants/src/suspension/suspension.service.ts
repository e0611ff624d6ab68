import { Injectable } from '@nestjs/common';
import { asId, isUuid, NotFound, type TenantContext } from '@yagura/kernel';
import { TenantResumedV1, TenantSuspendedV1 } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { SourceService } from '../source/source.service';
import type { Tenant } from '../tenant/tenant';
import { NotAnOperatorHere } from '../tenant/tenant.errors';
import { inTenant } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { UserService } from '../user/user.service';

/** Stops and resumes the service of a client company. While it is suspended nobody has a grant in it and its doors are closed. */
@Injectable()
export class SuspensionService {
  constructor(private readonly db: TenantDb, private readonly tenants: TenantService, private readonly sources: SourceService, private readonly users: UserService) {}

  async suspend(ctx: TenantContext, tenantId: string, reason: string): Promise<Tenant> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const tenant = await this.tenants.move(tx, 'suspend');
      await publish(tx, TenantSuspendedV1, { tenantId: tx.tenantId, reason });
      await this.sources.announceAll(tx, false);
      await tx.audit({ action: 'tenant.suspended', objectKind: 'tenant', objectId: tx.tenantId, details: { reason } });
      return tenant;
    });
  }

  async resume(ctx: TenantContext, tenantId: string, reason: string): Promise<Tenant> {
    return this.db.run(await this.asItsOperator(ctx, tenantId), async (tx) => {
      const tenant = await this.tenants.move(tx, 'resume');
      await publish(tx, TenantResumedV1, { tenantId: tx.tenantId, reason });
      await this.sources.announceAll(tx, true);
      await tx.audit({ action: 'tenant.resumed', objectKind: 'tenant', objectId: tx.tenantId, details: { reason } });
      return tenant;
    });
  }

  /** A suspended tenant is in nobody's scope: the caller must be an operator of the provider and hold a row in the tenant itself. */
  private async asItsOperator(ctx: TenantContext, tenantId: string): Promise<TenantContext> {
    if ((await this.users.rolesIn(ctx, PROVIDER_TENANT_ID, 'tenant:create')).length === 0) throw new NotAnOperatorHere();
    if (!isUuid(tenantId) || (await this.users.rolesIn(ctx, tenantId, 'tenant:write')).length === 0) throw new NotFound('tenant');
    const named = asId<'tenant'>(tenantId);
    return { ...ctx, tenantId: named, readScope: [named] };
  }
}
