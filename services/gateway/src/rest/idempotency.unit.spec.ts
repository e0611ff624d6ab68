import type { RestRequest } from './bound-request';
import { keyed, repeated, type Remembered } from './idempotency';
import { restOperations } from './rest-surface';

const operation = restOperations().find(({ name }) => name === 'pingWebhookEndpoint');
const requestOf = (idempotencyKey?: string): RestRequest => {
  if (operation === undefined) throw new TypeError('there is no such operation');
  return { operation, path: new Map(), query: new URLSearchParams(), body: '{}', idempotencyKey };
};
const ANNA = { userId: 'anna', homeTenantId: 't' };
const KEY = 'a-key-of-sixteen';
const first = keyed(requestOf(KEY), { id: '1' }, ANNA);
const slugOf = (known: Remembered): unknown => {
  try {
    return repeated(first, known);
  } catch (error) {
    return (error as { slug?: unknown }).slug;
  }
};

describe('a request under its key', () => {
  it('is the same for the same caller, key and variables, and for nothing else', () => {
    expect(keyed(requestOf(KEY), { id: '1' }, ANNA)).toEqual(first);
    expect(keyed(requestOf(KEY), { id: '1' }, { ...ANNA, userId: 'ben' }).key).not.toBe(first.key);
    expect(keyed(requestOf(`${KEY}x`), { id: '1' }, ANNA).key).not.toBe(first.key);
    expect(keyed(requestOf(KEY), { id: '2' }, ANNA).requestHash).not.toBe(first.requestHash);
  });

  it.each([undefined, '', 'short', 'x'.repeat(201), 'with a space inside', 'ünïcödé-keys-are-not', 'line\nbreaks-are-not-ok'])('is refused with %j', (text) => {
    expect(() => keyed(requestOf(text), {}, ANNA)).toThrow(expect.objectContaining({ path: 'Idempotency-Key' }));
  });
});

describe('a repeat', () => {
  it('gets the first answer, and otherwise the reason why there is none', () => {
    const { requestHash } = first;

    expect(slugOf({ requestHash, answer: { json: '{"b":1,"a":null}' } })).toEqual({ b: 1, a: null });
    expect(slugOf({ requestHash: 'another', answer: { json: '{}' } })).toBe('idempotency.key_reused');
    expect(slugOf({ requestHash, answer: null })).toBe('idempotency.outcome_unknown');
    expect(slugOf({ requestHash, answer: { isSecret: true } })).toBe('idempotency.secret_shown');
  });
});
