import type { Evidence } from '../batch/batch';

/** Splunk's answer: HTTP status, code and text (Splunk HEC documentation; 21 and up as one emulator has them). */
type HecRow = readonly [status: number, code: number, text: string];
/** Elasticsearch's answer: HTTP status, type and reason. 429 becomes what the client at hand repeats after. */
type BulkRow = readonly [status: number, type: string, reason: string];

const SECURITY = 'security_exception';
const ARGUMENT = 'illegal_argument_exception';
const REJECTED = 'es_rejected_execution_exception';

/**
 * Every way in which a door refuses, in the words of each protocol; null where the protocol has no such case. 404, 405, 413 and 415 are ours
 * on HEC: Splunk has no code for them and clients go by the status. An Elasticsearch client is not told what is wrong with a credential
 * beyond what Elasticsearch tells.
 */
export const REFUSALS = {
  credential_missing: { hec: [401, 2, 'Token is required'], bulk: [401, SECURITY, 'missing authentication credentials for REST request'] },
  credential_malformed: { hec: [401, 3, 'Invalid authorization'], bulk: [401, SECURITY, 'the authentication credentials cannot be read'] },
  credential_unknown: { hec: [403, 4, 'Invalid token'], bulk: [401, SECURITY, 'unable to authenticate with the provided credentials'] },
  credential_closed: { hec: [403, 1, 'Token disabled'], bulk: [401, SECURITY, 'the credential or its source is disabled'] },
  credential_in_query: { hec: [400, 16, 'Query string authorization is not enabled'], bulk: null },
  health_token_unknown: { hec: [400, 21, 'Invalid token'], bulk: null },
  health_token_closed: { hec: [400, 22, 'Token disabled'], bulk: null },
  channel_missing: { hec: [400, 10, 'Data channel is missing'], bulk: null },
  channel_invalid: { hec: [400, 11, 'Invalid data channel'], bulk: null },
  ack_disabled: { hec: [400, 14, 'ACK is disabled'], bulk: null },
  no_data: { hec: [400, 5, 'No data'], bulk: [400, 'parse_exception', 'request body is required'] },
  format: { hec: [400, 6, 'Invalid data format'], bulk: [400, ARGUMENT, 'Malformed action/metadata line'] },
  document_missing: { hec: null, bulk: [400, ARGUMENT, 'The last action has no document'] },
  event_missing: { hec: [400, 12, 'Event field is required'], bulk: null },
  event_blank: { hec: [400, 13, 'Event field cannot be blank'], bulk: null },
  fields_invalid: { hec: [400, 15, 'Error in handling indexed fields'], bulk: null },
  too_many_events: { hec: null, bulk: [413, 'content_too_long_exception', 'too many actions in one request'] },
  encoding_broken: { hec: [400, 6, 'Invalid data format'], bulk: [400, ARGUMENT, 'the body is not what its content encoding says'] },
  encoding_unsupported: { hec: [415, 6, 'Unsupported content encoding'], bulk: [415, ARGUMENT, 'unsupported content encoding'] },
  too_large: { hec: [413, 6, 'Request entity too large'], bulk: [413, 'content_too_long_exception', 'the request body is too large'] },
  sender_gone: { hec: [400, 6, 'Invalid data format'], bulk: [400, ARGUMENT, 'the body ended early'] },
  path_unknown: { hec: [404, 404, 'The requested URL was not found on this server.'], bulk: [404, 'resource_not_found_exception', 'no handler found for this address'] },
  method_unknown: { hec: [405, 405, 'Method Not Allowed'], bulk: [405, ARGUMENT, 'incorrect HTTP method for this address'] },
  action_refused: { hec: null, bulk: [400, ARGUMENT, 'only index and create are taken: evidence is neither changed nor deleted'] },
  busy: { hec: [503, 9, 'Server is busy'], bulk: [429, REJECTED, 'rejected execution, come again later'] },
  unavailable: { hec: [503, 9, 'Server is busy'], bulk: [429, REJECTED, 'rejected execution, come again later'] },
  stopping: { hec: [503, 23, 'Server is shutting down'], bulk: [429, REJECTED, 'shutting down, come again later'] },
  failed: { hec: [500, 8, 'Internal server error'], bulk: [500, 'exception', 'internal server error'] },
} as const satisfies Record<string, { readonly hec: HecRow | null; readonly bulk: BulkRow | null }>;

export type Refused = keyof typeof REFUSALS;
type In<Protocol extends 'hec' | 'bulk'> = { [Name in Refused]: (typeof REFUSALS)[Name][Protocol] extends null ? never : Name }[Refused];
/** Refusals that HEC has words for. */
export type HecRefused = In<'hec'>;
/** Refusals that Elasticsearch has words for. */
export type BulkRefused = In<'bulk'>;
/** Refusals of the shared core: both protocols have words for them. */
export type CoreRefused = HecRefused & BulkRefused;

/** Codes of Splunk that this door has no occasion for, each with the reason. Acknowledgements are not switched on for any token. */
export const NEVER_ANSWERED: Readonly<Record<number, string>> = {
  7: 'an index of the sender chooses nothing, so none is wrong', 19: 'no acknowledgements', 20: 'no acknowledgements', 25: 'no acknowledgements',
  26: 'HEC clients that know 503 do not all know 429, so overload is code 9', 27: 'no acknowledgements',
};

export interface RefusalFacts {
  /** Seconds after which a repeat may pass. */
  readonly retryAfterSec?: number;
  /** Number of the event or action that refused its body: from 0 in HEC, the line from 1 in bulk. */
  readonly at?: number;
  /** A body that its client will drop, so the door keeps it. */
  readonly evidence?: Evidence;
}

/** What ends a request with a refusal. Thrown by adapters and core alike; only the adapter that the request came to puts it into words. */
export class DoorRefusal<Name extends Refused = Refused> extends Error {
  override readonly name = 'DoorRefusal';

  constructor(readonly refused: Name, readonly facts: RefusalFacts = {}) {
    super(refused);
  }
}
