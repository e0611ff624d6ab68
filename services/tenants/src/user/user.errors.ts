import { Conflict, InvalidInput, PreconditionFailed, type Role } from '@yagura/kernel';

export class RolesUnfit extends InvalidInput {
  constructor(role: Role, audience: 'staff' | 'customer') {
    super(`The role ${role} is not for ${audience === 'staff' ? 'the provider’s people' : 'a client company’s people'}.`, { slug: 'user.roles_unfit', path: 'roles' });
  }
}

export class AlreadyAUser extends Conflict {
  constructor() { super('This tenant already has a person with this address.', { slug: 'user.exists', path: 'email' }); }
}

/** Without any operator nobody could grant anything again. */
export class LastOperator extends PreconditionFailed {
  constructor() { super('The last operator of the provider cannot be withdrawn.', { slug: 'user.last_operator' }); }
}
