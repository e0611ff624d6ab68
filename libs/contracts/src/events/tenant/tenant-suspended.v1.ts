import { z } from 'zod';
import { defineEvent } from '../../event-type';

export const TenantSuspendedV1 = defineEvent({
  type: 'yagura.tenant.suspended.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A client company is served no longer for now: its grants are void at once and its sources are switched off.',
  data: z.object({ tenantId: z.uuid(), reason: z.string() }),
  key: (data) => data.tenantId,
});
