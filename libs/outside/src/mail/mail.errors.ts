import { Conflict, Unavailable } from '@yagura/kernel';

/** Another mail was already handed over under this message id. */
export class MessageIdTaken extends Conflict {
  constructor() { super('Another mail was sent under this message id.', { slug: 'mail.id_taken' }); }
}

/**
 * The mail server refused the mail, or some of its recipients, for good (a reply of class 5, RFC 5321, section 4.2.1); a repeat is of no use before someone
 * has looked. All other recipients have it. What the server wrote is not repeated: it is text from outside.
 */
export class MailRefused extends Conflict {
  /** `recipients` are positions in the mail's `to`; `code` is the server's reply to the first of them. */
  constructor(readonly recipients: readonly number[], readonly code: number) { super(`The mail server refused the mail for good (${code}).`, { slug: 'mail.refused' }); }
}

/** Why the mail is not sent yet. */
export type MailTrouble = 'away' | 'deferred' | 'no_tls' | 'sign_in_refused';

const SENTENCES: Readonly<Record<MailTrouble, string>> = {
  away: 'The mail server does not answer.',
  deferred: 'The mail server asks to come back later.',
  no_tls: 'The mail server offers no encryption that can be trusted, and nothing is sent without.',
  sign_in_refused: 'The mail server does not accept our user name and password.',
};

/** The mail waits; its caller repeats it under the same message id. The slug is `mail.<trouble>`. */
export class MailUnavailable extends Unavailable {
  constructor(readonly trouble: MailTrouble, cause?: unknown) { super(SENTENCES[trouble], { slug: `mail.${trouble}`, cause, retryAfterSec: trouble === 'deferred' ? 300 : 30 }); }
}
