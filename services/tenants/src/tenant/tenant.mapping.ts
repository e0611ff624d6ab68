import type { TenantView } from '@yagura/contracts';
import type { Tenant } from './tenant';

export const toView = (tenant: Tenant): TenantView =>
  ({ ...tenant, createdAt: tenant.createdAt.toISOString(), activatedAt: tenant.activatedAt?.toISOString() ?? null });
