import { Unauthenticated } from '@yagura/kernel';

/** A source token that is not accepted: text and slug are the same for every reason, also for one that only the table knows. */
export class SourceTokenRefused extends Unauthenticated {
  constructor(readonly reason: 'shape' | 'checksum' | 'unknown' | 'secret' | 'ended') {
    super('The credential is not accepted.', { slug: 'auth.source_token_refused' });
  }
}

/** A partner client’s key or token that is not accepted: text and slug are the same for every reason, also for those that only the table knows. */
export class PartnerCredentialRefused extends Unauthenticated {
  constructor(readonly reason: 'shape' | 'checksum' | 'unknown' | 'secret' | 'ended' | 'network') {
    super('The credential is not accepted.', { slug: 'auth.token_refused' });
  }
}
