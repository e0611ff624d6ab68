import { Forbidden, InvalidInput, Unauthenticated } from '@yagura/kernel';

/** An assertion that a service edge does not accept; one answer for all reasons. */
export class AssertionRefused extends Unauthenticated {
  constructor(readonly reason: 'shape' | 'signature' | 'time' | 'owner') {
    super('The credential is not accepted.', { slug: 'auth.assertion_refused' });
  }
}

/** The caller holds the permission in no tenant at all. */
export class NotAllowed extends Forbidden {
  constructor() { super('You are not allowed to do this.', { slug: 'auth.not_allowed' }); }
}

/** A change that names no tenant while several could be meant; the caller's own tenants are listed, so nothing foreign is told. */
export class TenantNeeded extends InvalidInput {
  constructor(readonly allowedTenantIds: readonly string[]) {
    super(`Name the tenant: one of ${allowedTenantIds.join(', ')}.`, { slug: 'auth.tenant_needed', path: 'tenantId' });
  }
}
