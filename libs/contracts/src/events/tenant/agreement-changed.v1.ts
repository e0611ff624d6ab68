import { z } from 'zod';
import { defineEvent } from '../../event-type';
import { agreementFacts } from './agreement-facts';

export const AgreementChangedV1 = defineEvent({
  type: 'yagura.tenant.agreement_changed.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A new version of a client company’s agreement is in force.',
  data: z.object({ tenantId: z.uuid(), agreement: agreementFacts }),
  key: (data) => data.tenantId,
});
