import { Conflict, PreconditionFailed, Unavailable } from '@yagura/kernel';
import { MAX_LIVE } from './source';

export class SourceNameTaken extends Conflict {
  constructor() { super('This tenant already has a source of this name.', { slug: 'source.name_taken', path: 'name' }); }
}

export class TooManySources extends PreconditionFailed {
  constructor(most: number) { super(`The agreement allows ${most} sources.`, { slug: 'source.quota_reached' }); }
}

export class TooManyCredentials extends PreconditionFailed {
  constructor() { super(`A source has at most ${MAX_LIVE} live credentials; revoke one first.`, { slug: 'source.credentials_reached' }); }
}

export class TenantNotServed extends PreconditionFailed {
  constructor() { super('The tenant is not active, so nothing can be received for it yet.', { slug: 'source.tenant_not_active' }); }
}

/** The secret was never shown, so nothing has to be taken back by hand. */
export class CredentialNotHeld extends Unavailable {
  constructor(withinSec: number) {
    super(`The doors did not confirm the credential within ${withinSec} seconds, so it was revoked; try again.`, { slug: 'source.credential_not_held', retryAfterSec: 5 });
  }
}
