import { z } from 'zod';
import { defineEvent } from '../../event-type';
import { agreementFacts } from './agreement-facts';

export const TenantActivatedV1 = defineEvent({
  type: 'yagura.tenant.activated.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A client company is ready to be served: every service may now hold rows for it.',
  data: z.object({ tenantId: z.uuid(), slug: z.string(), code: z.string(), name: z.string(), kind: z.enum(['customer', 'provider']), agreement: agreementFacts }),
  key: (data) => data.tenantId,
});
