import { Unauthenticated } from '@yagura/kernel';

/** A sign-in that the identity provider did not accept. `reason` is the protocol's own word when it gave one. */
export class SignInRefused extends Unauthenticated {
  constructor(readonly reason: 'password' | 'password_change_needed' | 'new_password' | 'limited' | 'unexpected_page' | (string & {})) {
    super(`The sign-in was not accepted (${reason}).`, { slug: 'auth.sign_in_refused' });
  }
}
