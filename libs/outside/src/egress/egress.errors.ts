import { InvalidInput, Unavailable } from '@yagura/kernel';

/** Why an address is refused before anything is sent. */
export type EgressRefusal = 'malformed' | 'scheme' | 'port' | 'host' | 'address';

const SENTENCES: Readonly<Record<EgressRefusal, string>> = {
  malformed: 'The address is not a plain, canonical URL without user name and fragment.',
  scheme: 'The address must begin with https://.',
  port: 'The address names a port that is not open to messages.',
  host: 'The address names a host that is no public name.',
  address: 'The address lies in a range that is not public.',
};

/** An address that nothing is ever sent to. Its slug is `egress.<reason>`; the faulty text is not repeated. */
export class EgressRefused extends InvalidInput {
  constructor(readonly reason: EgressRefusal) { super(SENTENCES[reason], { slug: `egress.${reason}`, path: 'url' }); }
}

/** Why a call that was tried brought no answer. */
export const EGRESS_FAILURES = [
  'address_blocked', 'too_many_addresses', 'name_not_found', 'name_not_resolved', 'connect_timed_out', 'connect_failed', 'tls_failed', 'answer_timed_out', 'connection_broken', 'answer_malformed',
] as const;
export type EgressFailureReason = (typeof EGRESS_FAILURES)[number];

/** No answer: the receiver or the way to it is at fault. Its slug is `egress.<reason>`. */
export class EgressFailure extends Unavailable {
  constructor(readonly reason: EgressFailureReason, cause?: unknown) { super('The receiver did not answer.', { slug: `egress.${reason}`, cause }); }
}
