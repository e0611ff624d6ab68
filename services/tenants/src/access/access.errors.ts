import { Unauthenticated } from '@yagura/kernel';

/** An access token whose owner has left since it was issued. */
export class SignedOut extends Unauthenticated {
  constructor() { super('This sign-in has ended; sign in again.', { slug: 'auth.signed_out' }); }
}
