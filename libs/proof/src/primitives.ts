import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

// The one file of this library that knows Node's cryptography and buffers: a browser build replaces this module and nothing else.

const CIPHER = 'aes-256-gcm';
/** Bytes of an AES-256 key. */
export const KEY_BYTES = 32;
/** Bytes of a GCM nonce: 96 bits, the only length that SP 800-38D uses without hashing it first. */
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** SHA-256 over the parts as if they were one text (FIPS 180-4). */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const randomOctets = (count: number): Uint8Array => randomBytes(count);

/** AES-256-GCM; answers the ciphertext with its 128-bit tag behind it. */
export function seal(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse of `seal`; undefined when the tag does not fit, without saying which of key, nonce, data or text was wrong. */
export function open(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
export const toBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const fromBase64url = (text: string): Uint8Array => Buffer.from(text, 'base64url');
