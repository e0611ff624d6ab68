import { z } from 'zod';
import { defineEvent } from '../../event-type';

export const TenantResumedV1 = defineEvent({
  type: 'yagura.tenant.resumed.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A suspended client company is served again; its sources take the state that they had.',
  data: z.object({ tenantId: z.uuid(), reason: z.string() }),
  key: (data) => data.tenantId,
});
