import { gzipSync } from 'node:zlib';
import { newPublicId, newSourceToken } from '@yagura/auth';
import type { Refused } from '../door/refusal';

/** The senders of the table: one that may, one whose credential was revoked, one whose tenant has used up its day. */
export type Party = 'open' | 'closed' | 'over_quota';

/** What is wrong with the door while the request comes. */
export type Trouble = 'log_unwritable' | 'store_broken' | 'stopping' | 'sender_goes';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One refusal: who asks for what in which trouble, and what must be heard. `status` 'none': the connection ends without an answer. */
export interface RefusalRow {
  readonly door: 'hec' | 'bulk';
  readonly refused: Refused;
  readonly title: string;
  readonly party: Party;
  readonly trouble?: Trouble;
  readonly send: (token: string) => Partial<Sent>;
  readonly status: number | 'none';
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string | RegExp>>;
  /** The number under which the tenant sees it; null for what is nobody's request or no telemetry. */
  readonly counted: number | null;
  /** How often; once when left out. */
  readonly times?: number;
  /** Why the body is kept, where it is. */
  readonly kept?: string;
}

const EVENT = '/services/collector/event';
const HEALTH = '/services/collector/health';
const CHANNEL = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const ACTION = '{"create":{"_index":"logs"}}';
const DOCUMENT = '{"message":"x"}';
const BULK = `${ACTION}\n${DOCUMENT}\n`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** A token of nobody, well formed. */
const foreign = (): string => newSourceToken(newPublicId()).token;
const gzip = (body: string | Buffer): Partial<Sent> => ({ body, headers: { 'content-encoding': 'gzip' } });
const deep = (levels: number): string => `{"event":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const MIB = 1_048_576;

const hec = (status: number, code: number, text: string, more: Record<string, number> = {}) => ({ status, body: { text, code, ...more } });
const elastic = (status: number, type: string, reason: string) => ({ status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } });

type Case = readonly [refused: Refused, title: string, send: (token: string) => Partial<Sent>, answer: { status: number | 'none'; body: unknown }, more?: Partial<RefusalRow>];

const splunk = (token: string, more: Partial<Sent> = {}): Partial<Sent> => ({ path: EVENT, body: '{"event":"x"}', ...more, headers: { authorization: `Splunk ${token}`, ...more.headers } });
const invalid = (status: number, event?: number) => hec(status, 6, 'Invalid data format', event === undefined ? {} : { 'invalid-event-number': event });
const BUSY = hec(503, 9, 'Server is busy');
const SOON = { headers: { 'retry-after': /^\d+$/ } };

const HEC_CASES: readonly Case[] = [
  ['credential_missing', 'no Authorization', () => ({ path: EVENT }), hec(401, 2, 'Token is required'), { counted: null }],
  ['credential_malformed', 'no scheme', (token) => ({ path: EVENT, headers: { authorization: token } }), hec(401, 3, 'Invalid authorization'), { counted: null }],
  ['credential_malformed', 'Bearer', (token) => ({ path: EVENT, headers: { authorization: `Bearer ${token}` } }), hec(401, 3, 'Invalid authorization'), { counted: null }],
  ['credential_unknown', 'a token of nobody', () => splunk(foreign()), hec(403, 4, 'Invalid token'), { counted: null }],
  ['credential_unknown', 'a text that is no token', () => splunk('00000000-0000-0000-0000-000000000000'), hec(403, 4, 'Invalid token'), { counted: null }],
  ['credential_closed', 'a revoked credential', splunk, hec(403, 1, 'Token disabled'), { party: 'closed', counted: 1 }],
  ['credential_in_query', 'a valid token in the address', (token) => ({ path: `${EVENT}?token=${token}` }), hec(400, 16, 'Query string authorization is not enabled'), { counted: 16 }],
  ['health_token_unknown', 'a wrong token for health', () => ({ method: 'GET', path: HEALTH, headers: { authorization: `Splunk ${foreign()}` } }), hec(400, 21, 'Invalid token'), { counted: null }],
  ['health_token_unknown', 'a wrong token in the address of health', () => ({ method: 'GET', path: `${HEALTH}?token=x` }), hec(400, 21, 'Invalid token'), { counted: null }],
  ['health_token_closed', 'a revoked token for health', (token) => ({ method: 'GET', path: HEALTH, headers: { authorization: `Splunk ${token}` } }), hec(400, 22, 'Token disabled'), { party: 'closed', counted: null }],
  ['channel_missing', 'raw lines without a channel', (token) => splunk(token, { path: '/services/collector/raw' }), hec(400, 10, 'Data channel is missing'), { counted: 10 }],
  ['channel_invalid', 'a channel that is no GUID', (token) => splunk(token, { path: `${EVENT}?channel=one` }), hec(400, 11, 'Invalid data channel'), { counted: 11 }],
  ['ack_disabled', 'a question for acknowledgements', (token) => splunk(token, { path: `/services/collector/ack?channel=${CHANNEL}`, body: '{"acks":[0]}' }), hec(400, 14, 'ACK is disabled'), { counted: 14 }],
  ['no_data', 'an empty body', (token) => splunk(token, { body: '' }), hec(400, 5, 'No data'), { counted: 5 }],
  ['no_data', 'white space', (token) => splunk(token, { body: ' \r\n' }), hec(400, 5, 'No data'), { counted: 5 }],
  ['format', 'text that is no JSON', (token) => splunk(token, { body: 'hello' }), invalid(400, 0), { counted: 6, kept: 'hec_6' }],
  ['format', 'a broken second event', (token) => splunk(token, { body: '{"event":1}{"event":' }), invalid(400, 1), { counted: 6, kept: 'hec_6' }],
  ['format', 'nesting beyond 64', (token) => splunk(token, { body: deep(65) }), invalid(400, 0), { counted: 6, kept: 'hec_6' }],
  ['format', '100,001 events', (token) => splunk(token, { body: '{"event":1}'.repeat(100_001) }), invalid(400, 100_000), { counted: 6, kept: 'hec_6' }],
  ['event_missing', 'an object without event', (token) => splunk(token, { body: '{"event":1}{"message":1}' }), hec(400, 12, 'Event field is required', { 'invalid-event-number': 1 }), { counted: 12, kept: 'hec_12' }],
  ['event_blank', 'a blank event', (token) => splunk(token, { body: '{"event":" "}' }), hec(400, 13, 'Event field cannot be blank', { 'invalid-event-number': 0 }), { counted: 13, kept: 'hec_13' }],
  ['fields_invalid', 'fields within fields', (token) => splunk(token, { body: '{"event":1,"fields":{"a":{}}}' }), hec(400, 15, 'Error in handling indexed fields', { 'invalid-event-number': 0 }), { counted: 15, kept: 'hec_15' }],
  ['encoding_broken', 'gzip that is none', (token) => splunk(token, gzip('{"event":1}')), invalid(400), { counted: 6, kept: 'gzip' }],
  ['encoding_unsupported', 'brotli', (token) => splunk(token, { headers: { 'content-encoding': 'br' } }), hec(415, 6, 'Unsupported content encoding'), { counted: 6 }],
  ['too_large', '10 MiB and a byte', (token) => splunk(token, { body: Buffer.alloc(10 * MIB + 1, 0x20) }), hec(413, 6, 'Request entity too large'), { counted: 6 }],
  ['too_large', 'a gzip bomb', (token) => splunk(token, gzip(gzipSync(Buffer.alloc(70 * MIB, 0x20)))), hec(413, 6, 'Request entity too large'), { counted: 6 }],
  ['sender_gone', 'half a body', splunk, { status: 'none', body: null }, { trouble: 'sender_goes', counted: 6 }],
  ['path_unknown', 'an address of another service', () => ({ path: '/services/other' }), hec(404, 404, 'The requested URL was not found on this server.'), { counted: null }],
  ['method_unknown', 'PUT', () => ({ method: 'PUT', path: EVENT }), hec(405, 405, 'Method Not Allowed'), { counted: null, headers: { allow: 'POST, OPTIONS' } }],
  ['busy', 'a tenant beyond its day', splunk, BUSY, { party: 'over_quota', counted: 9, headers: { 'retry-after': '3600' } }],
  ['unavailable', 'a log that cannot be written', splunk, BUSY, { trouble: 'log_unwritable', counted: 9, ...SOON }],
  ['stopping', 'a door that stops', splunk, hec(503, 23, 'Server is shutting down'), { trouble: 'stopping', counted: null }],
  ['failed', 'a fault of ours', splunk, hec(500, 8, 'Internal server error'), { trouble: 'store_broken', counted: 8 }],
];

const AGENT = { 'user-agent': 'Go-http-client/1.1' };
const basic = (token: string, more: Partial<Sent> = {}): Partial<Sent> => ({ path: '/_bulk', body: BULK, ...more, headers: { ...AGENT, authorization: `Basic ${base64(`source:${token}`)}`, ...more.headers } });
const helper = (agent: string) => (token: string): Partial<Sent> => basic(token, { headers: { 'user-agent': agent } });
const nameless = (token: string): Partial<Sent> => ({ ...basic(token), headers: { authorization: `Basic ${base64(`source:${token}`)}` } });
const SECURITY = 'security_exception';
const ARGUMENT = 'illegal_argument_exception';
const LATER = { type: 'es_rejected_execution_exception', reason: 'rejected execution, come again later' };
const overload = (status: number) => elastic(status, LATER.type, LATER.reason);
const malformed = (line: number) => elastic(400, ARGUMENT, `Malformed action/metadata line [${line}]`);
const wrong = (status: number, reason: string) => elastic(status, SECURITY, reason);
const CHALLENGED = { 'www-authenticate': /ApiKey/ };

const BULK_CASES: readonly Case[] = [
  ['credential_missing', 'no Authorization', () => ({ path: '/_bulk', body: BULK }), wrong(401, 'missing authentication credentials for REST request'), { counted: null, headers: CHALLENGED }],
  ['credential_missing', 'no Authorization for the handshake', () => ({ method: 'GET', path: '/' }), wrong(401, 'missing authentication credentials for REST request'), { counted: null, headers: CHALLENGED }],
  ['credential_malformed', 'a scheme of another server', (token) => ({ path: '/_bulk', headers: { authorization: `Splunk ${token}` } }), wrong(401, 'the authentication credentials cannot be read'), { counted: null }],
  ['credential_malformed', 'Basic without a password', () => ({ path: '/_bulk', headers: { authorization: `Basic ${base64('source')}` } }), wrong(401, 'the authentication credentials cannot be read'), { counted: null }],
  ['credential_malformed', 'an API key without a secret', () => ({ path: '/_bulk', headers: { authorization: `ApiKey ${base64('id')}` } }), wrong(401, 'the authentication credentials cannot be read'), { counted: null }],
  ['credential_unknown', 'a password of nobody', () => basic(foreign()), wrong(401, 'unable to authenticate with the provided credentials'), { counted: null, headers: CHALLENGED }],
  ['credential_unknown', 'an API key of nobody', () => ({ path: '/_license', method: 'GET', headers: { authorization: `ApiKey ${base64(`id:${foreign()}`)}` } }), wrong(401, 'unable to authenticate with the provided credentials'), { counted: null }],
  ['credential_closed', 'a revoked credential', basic, wrong(401, 'the credential or its source is disabled'), { party: 'closed', counted: 401, headers: CHALLENGED }],
  ['credential_closed', 'a revoked credential for the handshake', (token) => basic(token, { method: 'GET', path: '/' }), wrong(401, 'the credential or its source is disabled'), { party: 'closed', counted: 401 }],
  ['no_data', 'an empty body', (token) => basic(token, { body: '' }), elastic(400, 'parse_exception', 'request body is required'), { counted: 400 }],
  ['no_data', 'blank lines from syslog-ng', (token) => basic(token, { body: '\n \n', headers: { 'user-agent': 'syslog-ng 3.38.1/libcurl 7.88.1' } }), elastic(400, 'parse_exception', 'request body is required'), { counted: 400 }],
  ['format', 'documents without actions', (token) => basic(token, { body: `${DOCUMENT}\n${DOCUMENT}\n` }), malformed(1), { counted: 400, kept: 'bulk_bad_action' }],
  ['format', 'null', (token) => basic(token, { body: 'null' }), malformed(1), { counted: 400, kept: 'bulk_bad_action' }],
  ['format', 'a broken action behind good ones', (token) => basic(token, { body: `${BULK}{"index":\n${DOCUMENT}\n` }), malformed(3), { counted: 400, kept: 'bulk_bad_action' }],
  ['document_missing', 'an action without its document', (token) => basic(token, { body: `${BULK}${ACTION}\n` }), elastic(400, ARGUMENT, 'The last action has no document [3]'), { counted: 400, kept: 'bulk_no_document' }],
  ['too_many_events', '100,001 actions', (token) => basic(token, { body: '{"index":{}}\n{}\n'.repeat(100_001) }), elastic(413, 'content_too_long_exception', 'too many actions in one request [200001]'), { counted: 413, kept: 'bulk_too_many' }],
  ['encoding_broken', 'gzip that is none', (token) => basic(token, gzip(BULK)), elastic(400, ARGUMENT, 'the body is not what its content encoding says'), { counted: 400, kept: 'gzip' }],
  ['encoding_unsupported', 'brotli', (token) => basic(token, { headers: { 'content-encoding': 'br' } }), elastic(415, ARGUMENT, 'unsupported content encoding'), { counted: 415 }],
  ['too_large', '10 MiB and a byte', (token) => basic(token, { body: Buffer.alloc(10 * MIB + 1, 0x20) }), elastic(413, 'content_too_long_exception', 'the request body is too large'), { counted: 413 }],
  ['too_large', 'a gzip bomb', (token) => basic(token, gzip(gzipSync(Buffer.alloc(70 * MIB, 0x20)))), elastic(413, 'content_too_long_exception', 'the request body is too large'), { counted: 413 }],
  ['sender_gone', 'half a body', basic, { status: 'none', body: null }, { trouble: 'sender_goes', counted: 400 }],
  ['path_unknown', 'a search', (token) => basic(token, { path: '/logs/_search' }), elastic(404, 'resource_not_found_exception', 'no handler found for this address'), { counted: null }],
  ['path_unknown', 'a single document', (token) => basic(token, { path: '/logs/_doc' }), elastic(404, 'resource_not_found_exception', 'no handler found for this address'), { counted: null }],
  ['method_unknown', 'GET of bulk', (token) => basic(token, { method: 'GET' }), elastic(405, ARGUMENT, 'incorrect HTTP method for this address'), { counted: null, headers: { allow: 'POST, PUT, OPTIONS' } }],
  ['method_unknown', 'DELETE of an index', (token) => basic(token, { method: 'DELETE', path: '/logs' }), elastic(405, ARGUMENT, 'incorrect HTTP method for this address'), { counted: null, headers: { allow: 'GET, HEAD, PUT, POST' } }],
  ['busy', 'a tenant beyond its day', basic, overload(429), { party: 'over_quota', counted: 429, headers: { 'retry-after': '3600' } }],
  ['busy', 'elastic-js, which throws at 429', helper('elasticsearch-js/9.4.3 (linux 6.1.0-x64; Node.js 20.20.0; Transport 9.3.1)'), overload(503), { party: 'over_quota', counted: 429, headers: { 'retry-after': '3600' } }],
  ['busy', 'opensearch-js, which throws at 429', helper('opensearch-js/3.9.0 (linux 6.1.0-x64; Node.js v20.20.0)'), overload(503), { party: 'over_quota', counted: 429, headers: { 'retry-after': '3600' } }],
  ['busy', 'rsyslog, which names itself nowhere and hears no status', nameless, { status: 'none', body: null }, { party: 'over_quota', counted: 429 }],
  ['unavailable', 'a log that cannot be written', basic, overload(429), { trouble: 'log_unwritable', counted: 429, ...SOON }],
  ['stopping', 'a door that stops', basic, elastic(429, LATER.type, 'shutting down, come again later'), { trouble: 'stopping', counted: null, ...SOON }],
  ['failed', 'a fault of ours', basic, elastic(500, 'exception', 'internal server error'), { trouble: 'store_broken', counted: 500 }],
  ['action_refused', 'only an update and a delete', (token) => basic(token, { body: '{"update":{"_id":"1"}}\n{"doc":{}}\n{"delete":{"_id":"1"}}\n' }), {
    status: 200, body: { errors: true, items: ['update', 'delete'].map((action) => ({
      [action]: { _index: 'yagura', status: 400, error: { type: ARGUMENT, reason: 'only index and create are taken: evidence is neither changed nor deleted' } } })) },
  }, { counted: 400, times: 2 }],
];

const rowsOf = (door: 'hec' | 'bulk', cases: readonly Case[]): RefusalRow[] =>
  cases.map(([refused, title, send, { status, body }, more]) => ({ door, refused, title, send, status, body, party: 'open', counted: null, ...more }));

/**
 * Every refusal of the doors, as it must be heard: codes and texts are Splunk's and Elasticsearch's (ingestion specification, sections 3.2,
 * 3.3 and 4.2), written out here once more, so that a slip in the door's own table is seen.
 */
export const REFUSAL_ROWS: readonly RefusalRow[] = [...rowsOf('hec', HEC_CASES), ...rowsOf('bulk', BULK_CASES)];
