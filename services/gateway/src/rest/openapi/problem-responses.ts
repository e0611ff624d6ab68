import { PROBLEM_TYPE, TITLES } from '../problem';
import type { JsonSchema } from './answer-schemas';

export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457). Programs read `status` and `slug`; `detail` is for people and may change.',
  required: ['type', 'title', 'status', 'detail', 'slug'],
  properties: {
    type: { type: 'string', format: 'uri', description: '`urn:yagura:problem:` and the slug: a name, not an address.' },
    title: { type: 'string' },
    status: { type: 'integer', format: 'int32' },
    detail: { type: 'string' },
    slug: { type: 'string', description: 'Stable name of the problem, such as case.not_found.' },
    parameter: { type: 'string', description: 'The parameter or member of the body that is at fault, where one is.' },
  },
};

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'A parameter or the body is wrong (`parameter.missing`, `parameter.invalid`, `parameter.repeated`, `parameter.unknown`, `input.invalid`, `body.invalid`).',
  401: 'There is no access token, or it is none of ours, or it has ended (`auth.credential_missing` and others that begin with `auth.` or `token.`).',
  403: 'The caller holds the permission that this needs in no tenant.',
  404: 'There is no such thing, or it is not the caller’s: the two look alike (`case.not_found`, `tenant.not_found` and others).',
  409: 'The change does not fit what is there now, or the idempotency key was used for another request.',
  411: 'The Content-Length is missing.',
  412: 'The thing has another version than the one that was expected.',
  413: 'The body is too large.',
  415: 'The body is no `application/json`.',
  429: 'Too many requests; repeat after `Retry-After`.',
  500: 'A fault on our side (`internal`).',
  503: 'A part of the platform does not answer; repeat after `Retry-After` where it is given.',
};

const OF_ALL = [400, 401, 403, 404, 429, 500, 503];
const OF_CHANGES = [409, 411, 412, 413, 415];
const nameOf = (status: number): string => TITLES[status].replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

export const problemStatuses = (method: 'GET' | 'POST'): number[] => [...OF_ALL, ...(method === 'POST' ? OF_CHANGES : [])].sort((one, other) => one - other);

/** The refusals of an operation, by reference. */
export const problemReferences = (method: 'GET' | 'POST'): JsonSchema =>
  Object.fromEntries(problemStatuses(method).map((status) => [String(status), { $ref: `#/components/responses/${nameOf(status)}` }]));

/** All refusals, by name. */
export const PROBLEM_RESPONSES: JsonSchema = Object.fromEntries(Object.entries(MEANINGS).map(([status, description]) => [nameOf(Number(status)), {
  description,
  ...(status === '429' || status === '503' ? { headers: { 'Retry-After': { description: 'Seconds after which a repeat may succeed.', schema: { type: 'integer', minimum: 0 } } } } : {}),
  ...(status === '401' ? { headers: { 'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' } } } } : {}),
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
}]));
