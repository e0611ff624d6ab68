import { z } from 'zod';
import { defineEvent } from '../../event-type';

export const PartnerAccessChangedV1 = defineEvent({
  type: 'yagura.tenant.partner_access_changed.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'What a partner client may do in a tenant was granted, changed or withdrawn, or the client itself was disabled or enabled. Access itself never waits for this event.',
  // `permissions` is empty exactly when `active` is false: a reader that forgets to look at one of them still gives nothing.
  data: z.object({ partnerClientId: z.uuid(), tenantId: z.uuid(), permissions: z.array(z.string()), active: z.boolean() }),
  key: (data) => data.tenantId,
});
