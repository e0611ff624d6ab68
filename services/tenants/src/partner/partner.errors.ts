import { Conflict, InvalidInput, PreconditionFailed } from '@yagura/kernel';
import { MAX_LIVE_KEYS } from './partner';

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
