import { Unauthenticated, Unavailable } from '@yagura/kernel';

/** A sign-in that the identity provider did not accept. `reason` is the protocol's own word when it gave one. */
export class SignInRefused extends Unauthenticated {
  constructor(readonly reason: 'password' | 'password_change_needed' | 'new_password' | 'limited' | 'unexpected_page' | (string & {})) {
    super(`The sign-in was not accepted (${reason}).`, { slug: 'auth.sign_in_refused' });
  }
}

/** A sign-in that nobody decided on: the identity provider does not answer, or answers with a fault of its own. Who is signed in goes on. */
export class SignInUnavailable extends Unavailable {
  constructor(cause?: unknown) {
    super('The identity provider does not answer; sign in again in a moment.', { slug: 'auth.sign_in_unavailable', retryAfterSec: 15, cause });
  }
}
