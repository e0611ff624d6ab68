import { defineEvent } from '../../event-type';
import { usageFacts } from './usage-facts';

export const TenantsUsageMeteredV1 = defineEvent({
  type: 'yagura.tenants_usage.metered.v1', topic: 'tenants.usage', owner: 'tenants',
  about: 'A source or a user of a client company existed in a period.',
  data: usageFacts,
  key: (data) => data.tenantId,
});
