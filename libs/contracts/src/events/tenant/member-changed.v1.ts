import { z } from 'zod';
import { defineEvent } from '../../event-type';

export const MemberChangedV1 = defineEvent({
  type: 'yagura.tenant.member_changed.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A person’s roles in a tenant were granted, changed or withdrawn. Access itself never waits for this event.',
  data: z.object({ tenantId: z.uuid(), userId: z.uuid(), roles: z.array(z.string()), audience: z.enum(['staff', 'customer']), active: z.boolean(), displayName: z.string() }),
  key: (data) => data.tenantId,
});
