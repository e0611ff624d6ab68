import { Conflict, Forbidden, InvalidInput, PreconditionFailed } from '@yagura/kernel';
import { MAX_LIVE_KEYS } from './partner';

/** The right to bring a partner’s program in is held in the provider’s tenant; the same role elsewhere does not bring it along. */
export class NotThePartnersProvider extends Forbidden {
  constructor() { super('Only operators of the provider bring partner clients in.', { slug: 'partner.not_operator' }); }
}

export class PartnerNameTaken extends Conflict {
  constructor() { super('There is a partner client of this name.', { slug: 'partner.name_taken', path: 'name' }); }
}

export class TooManyKeys extends PreconditionFailed {
  constructor() { super(`A partner client has at most ${MAX_LIVE_KEYS} live keys; revoke one first.`, { slug: 'partner.keys_reached' }); }
}

export class PartnerDisabled extends PreconditionFailed {
  constructor() { super('The partner client is disabled.', { slug: 'partner.disabled' }); }
}

export class KeyLifeUnfit extends InvalidInput {
  constructor() { super('A key ends in the future, and within two years.', { slug: 'partner.key_life_unfit', path: 'expiresAt' }); }
}
