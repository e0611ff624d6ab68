import { InvalidInput, PreconditionFailed } from '@yagura/kernel';

/** A value that has no canonical bytes: not JSON, not finite, not well-formed Unicode, or nested too deeply. */
export class NotCanonical extends InvalidInput {
  constructor(path: string, why: string) {
    super(`The value at ${path} has no canonical form: ${why}.`, { slug: 'proof.not_canonical', path });
  }
}

/** A key that is not 32 bytes with a version from 1. */
export class UnusableKey extends InvalidInput {
  constructor() { super('A key has 32 bytes and a whole version number from 1.', { slug: 'proof.unusable_key' }); }
}

/** Ciphertext that the given key does not open: altered, moved to another row, or sealed under another key of this version. */
export class Unreadable extends InvalidInput {
  constructor() { super('The sealed text is not what this key sealed for this place.', { slug: 'proof.unreadable' }); }
}

/** The sealed text names another version of its key; the caller looks that one up. */
export class OtherKeyVersion extends PreconditionFailed {
  constructor(readonly needed: number) {
    super(`The text was sealed under version ${needed} of the key.`, { slug: 'proof.other_key_version' });
  }
}
