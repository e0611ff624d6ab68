import { Unauthenticated } from '@yagura/kernel';

/** A source token that is not accepted: text and slug are the same for every reason, also for one that only the table knows. */
export class SourceTokenRefused extends Unauthenticated {
  constructor(readonly reason: 'shape' | 'checksum' | 'unknown' | 'secret' | 'ended') {
    super('The credential is not accepted.', { slug: 'auth.source_token_refused' });
  }
}
