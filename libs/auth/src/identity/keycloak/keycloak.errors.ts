import { Unavailable } from '@yagura/kernel';

/** Keycloak does not answer, answers late, or answers with a fault of its own. Nothing is half done that a repeat would not finish. */
export class KeycloakAway extends Unavailable {
  constructor(cause?: unknown) {
    super('The identity provider does not answer; accounts and organizations can be changed when it is back.', { slug: 'identity.unavailable', retryAfterSec: 15, cause });
  }
}

/** Keycloak answers and does not let Yagura administer it: a secret or a role of the realm differs from its template. */
export class KeycloakRefusesUs extends Unavailable {
  constructor(client: string, cause?: unknown) {
    super(`The identity provider does not accept the service account ${client}; compare its secret and roles with the realm template.`, {
      slug: 'identity.administrator_refused', retryAfterSec: 60, cause,
    });
  }
}
