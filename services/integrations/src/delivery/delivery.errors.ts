import { PreconditionFailed, RateLimited } from '@yagura/kernel';

/** A message that is still on its way needs no replay. */
export class StillOnItsWay extends PreconditionFailed {
  constructor() { super('The message is still on its way.', { slug: 'webhook.delivery_pending' }); }
}

/** As many messages as can be under way to one endpoint are. */
export class EndpointBusy extends RateLimited {
  constructor() { super('The endpoint is busy with other messages.', { slug: 'webhook.endpoint_busy', retryAfterSec: 20 }); }
}
