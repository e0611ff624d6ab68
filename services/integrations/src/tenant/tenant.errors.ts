import { PreconditionFailed } from '@yagura/kernel';

/** Only a client company that is served has news to send. */
export class TenantNotServed extends PreconditionFailed {
  constructor() { super('Webhooks belong to a client company that is served.', { slug: 'webhook.tenant_not_served' }); }
}
