import { Conflict, Forbidden, InvalidInput, PreconditionFailed } from '@yagura/kernel';

/** A slug that could lead somewhere else, or pass for something else, in an address, a path or a topic. */
export class SlugUnfit extends InvalidInput {
  constructor(why: string) { super(`The slug does not fit: ${why}.`, { slug: 'tenant.slug_unfit', path: 'slug' }); }
}

export class CodeUnfit extends InvalidInput {
  constructor() { super('The code has 2 to 8 capital letters or digits.', { slug: 'tenant.code_unfit', path: 'code' }); }
}

export class NameTaken extends Conflict {
  constructor(path: 'slug' | 'code') {
    super(path === 'slug' ? 'Another tenant has this slug or one that looks like it.' : 'Another tenant has this code; name one of 2 to 8 capital letters or digits.', { slug: `tenant.${path}_taken`, path });
  }
}

export class NotInThisState extends PreconditionFailed {
  constructor(wanted: string) { super(`The tenant is not ${wanted}.`, { slug: 'tenant.other_state' }); }
}

/** The provider's own tenant has no sources, no agreement and no end. */
export class NotForTheProvider extends PreconditionFailed {
  constructor() { super('This is not done to the provider’s own tenant.', { slug: 'tenant.is_provider' }); }
}

/** Creating tenants is a right held in the provider's tenant; the same role elsewhere does not bring it along. */
export class NotAnOperatorHere extends Forbidden {
  constructor() { super('Only operators of the provider bring tenants in.', { slug: 'tenant.not_operator' }); }
}
