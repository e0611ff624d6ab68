import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { equalHash, hashSecret, newPublicId, newSourceToken, parseSourceToken } from './api-key';
import { SourceTokenRefused } from './api-key.errors';
import { base32 } from './base32';
import { bearerToken } from './bearer';

const refusal = (text: string): string => {
  try {
    parseSourceToken(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof SourceTokenRefused) return error.reason;
    throw error;
  }
};

describe('a source token', () => {
  it('is read back into the halves it was made of', () => {
    const made = newSourceToken(newPublicId());

    expect(parseSourceToken(made.token)).toEqual({ publicId: made.publicId, secret: made.secret });
    expect(made.token).toMatch(/^ygs_[a-z2-7]{16}_[a-z2-7]{32}_[a-z2-7]{7}$/);
  });

  it('never repeats a secret', () => {
    const publicId = newPublicId();

    expect(new Set(Array.from({ length: 200 }, () => newSourceToken(publicId).secret)).size).toBe(200);
  });

  it('with one wrong character is refused before any table is asked', () => {
    const { token } = newSourceToken(newPublicId());

    fc.assert(fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abz27_-A'), (at, character) => {
      fc.pre(token[at] !== character);
      return refusal(token.slice(0, at) + character + token.slice(at + 1)) !== 'accepted';
    }), { numRuns: 500 });
  });

  it.each([['', 'shape'], ['ygs_', 'shape'], [`ygs_${'a'.repeat(16)}_${'a'.repeat(32)}_aaaaaaa`, 'checksum'], [`${'a'.repeat(1e6)}`, 'shape']])(
    'of the form %.20s is refused for its %s', (text, reason) => {
      expect(refusal(text)).toBe(reason);
    });

  it.each(['A'.repeat(16), 'short', `${'a'.repeat(15)}1`])('is not made for the id %s', (publicId) => {
    expect(() => newSourceToken(publicId)).toThrow(RangeError);
  });
});

describe('a stored secret', () => {
  it('is matched only by itself under the same pepper', () => {
    const pepper = randomBytes(32);
    const stored = hashSecret('one', pepper);

    expect(equalHash(stored, hashSecret('one', pepper))).toBe(true);
    expect(equalHash(stored, hashSecret('two', pepper))).toBe(false);
    expect(equalHash(stored, hashSecret('one', randomBytes(32)))).toBe(false);
    expect(equalHash(stored, stored.subarray(0, 31))).toBe(false);
  });

  it('needs a pepper of 32 bytes', () => {
    expect(() => hashSecret('one', randomBytes(16))).toThrow(RangeError);
  });
});

it.each([['', ''], ['f', 'my'], ['fo', 'mzxq'], ['foo', 'mzxw6'], ['foob', 'mzxw6yq'], ['fooba', 'mzxw6ytb'], ['foobar', 'mzxw6ytboi']])(
  'base32 spells %p as RFC 4648 does in its section 10', (text, expected) => {
    expect(base32(Buffer.from(text))).toBe(expected);
  });

describe('the credential of a request', () => {
  it('is the one bearer token of its headers', () => {
    expect(bearerToken(['Host', 'x', 'authorization', 'Bearer abc.def'])).toBe('abc.def');
  });

  it.each([[[]], [['Authorization', 'Basic YTpi']], [['Authorization', 'Bearer']], [['X-Authorization', 'Bearer abc']], [['Cookie', 'Authorization=Bearer abc']]])(
    'is missing in %p', (rawHeaders) => {
      expect(() => bearerToken(rawHeaders)).toThrow('Sign in first.');
    });

  it('is not chosen from two', () => {
    expect(() => bearerToken(['Authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer a'])).toThrow('Send one Authorization header.');
  });
});
