import { Conflict, PreconditionFailed } from '@yagura/kernel';

export class TooManyEndpoints extends Conflict {
  constructor() { super('The company has as many webhook endpoints as it can have.', { slug: 'webhook.too_many_endpoints' }); }
}

/** Nothing is sent to an endpoint that is switched off. */
export class EndpointDisabled extends PreconditionFailed {
  constructor() { super('The webhook endpoint is disabled.', { slug: 'webhook.endpoint_disabled' }); }
}

/** The endpoint belongs to a partner client that may keep no webhooks here. */
export class OwnerLacksAccess extends PreconditionFailed {
  constructor() { super('The partner client that owns the webhook endpoint may no longer keep webhooks here.', { slug: 'webhook.access_withdrawn' }); }
}
