import { createHash } from 'node:crypto';
import { Conflict, InvalidInput } from '@yagura/kernel';
import type { RestRequest } from './bound-request';

/** Who asks, by their verified assertion; keys of two callers never meet. */
export interface Caller { readonly userId: string; readonly homeTenantId: string }

/** A request with its key as it is remembered. */
export interface KeyedRequest {
  readonly operation: string;
  /** The caller's own id and the key, so that the same key of somebody else is another one. */
  readonly key: string;
  /** Over the variables, so that the same key with another request is recognised. */
  readonly requestHash: string;
}

/** What became of the first request of a key: its data as JSON text, which keeps their order, or that they held a secret and were not kept; null while nothing is known. */
export interface Remembered { readonly requestHash: string; readonly answer: KeptAnswer | null }
export type KeptAnswer = { readonly json: string } | { readonly isSecret: true };

const KEY = /^[\x21-\x7e]{16,200}$/;

/** The request under its key. Throws InvalidInput without one that is hard to hit by chance. */
export function keyed({ operation, idempotencyKey }: RestRequest, variables: Readonly<Record<string, unknown>>, { userId }: Caller): KeyedRequest {
  if (idempotencyKey === undefined) throw new InvalidInput('Idempotency-Key is missing.', { slug: 'parameter.missing', path: 'Idempotency-Key' });
  if (!KEY.test(idempotencyKey)) throw new InvalidInput('Idempotency-Key: 16 to 200 visible characters.', { slug: 'parameter.invalid', path: 'Idempotency-Key' });
  return { operation: operation.name, key: `${userId} ${idempotencyKey}`, requestHash: createHash('sha256').update(JSON.stringify(variables)).digest('hex') };
}

/** The data that a repeat is answered with. Throws Conflict where there are none: a repeat must never have an effect of its own. */
export function repeated({ requestHash }: KeyedRequest, known: Remembered): unknown {
  if (known.requestHash !== requestHash) throw new Conflict('This Idempotency-Key was used for another request.', { slug: 'idempotency.key_reused' });
  if (known.answer === null) throw new Conflict('The first request with this Idempotency-Key has not ended, or nobody knows how.', { slug: 'idempotency.outcome_unknown' });
  if ('isSecret' in known.answer) throw new Conflict('It was done. The answer held a secret, which is shown once.', { slug: 'idempotency.secret_shown' });
  return JSON.parse(known.answer.json) as unknown;
}
