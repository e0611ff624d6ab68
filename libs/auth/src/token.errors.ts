import { Unauthenticated } from '@yagura/kernel';

/** Why a bearer token was refused: for logs and counters only, never for the caller. */
export type TokenRefusal =
  | 'shape' | 'header' | 'algorithm' | 'issuer' | 'audience' | 'type' | 'time' | 'subject' | 'client' | 'bound' | 'key' | 'signature' | 'opinion';

/** A bearer token that is not accepted. Every reason has one text and one slug, so a prober learns nothing from the answer. */
export class TokenRefused extends Unauthenticated {
  constructor(readonly reason: TokenRefusal) {
    super('The credential is not accepted.', { slug: 'auth.token_refused' });
  }
}
