import { canonicalBytes, type CanonicalValue } from './canonical';
import { fromBase64url, KEY_BYTES, NONCE_BYTES, open, randomOctets, seal, toBase64url } from './primitives';
import { OtherKeyVersion, Unreadable, UnusableKey } from './proof.errors';

/** A symmetric key of 32 bytes and its version, a whole number from 1 that every text sealed under it carries. */
export interface VersionedKey {
  readonly version: number;
  readonly bytes: Uint8Array;
}

const SHAPE = /^([a-z]\d)\.([1-9]\d{0,8})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]+)$/;

/** Seals `plain` as `<form>.<key version>.<nonce>.<ciphertext with tag>`, the last two in base64url; form and version are bound too. */
export function sealText(form: string, key: VersionedKey, place: CanonicalValue, plain: Uint8Array): string {
  checkKey(key);
  const nonce = randomOctets(NONCE_BYTES);
  const sealed = seal(key.bytes, nonce, canonicalBytes([form, key.version, place]), plain);
  return [form, key.version, toBase64url(nonce), toBase64url(sealed)].join('.');
}

/** The inverse of `sealText`. Throws OtherKeyVersion when another version is needed and Unreadable for everything else. */
export function openText(form: string, key: VersionedKey, place: CanonicalValue, text: string): Uint8Array {
  checkKey(key);
  const version = versionOf(form, text);
  if (version !== key.version) throw new OtherKeyVersion(version);
  const [, , nonce, sealed] = text.split('.').map(fromBase64url);
  const plain = open(key.bytes, nonce, canonicalBytes([form, key.version, place]), sealed);
  if (plain === undefined) throw new Unreadable();
  return plain;
}

/** The key version that a sealed text names; Unreadable when it is no sealed text of this form in its only spelling. */
export function versionOf(form: string, text: string): number {
  const match = SHAPE.exec(text);
  if (match === null || match[1] !== form) throw new Unreadable();
  // base64url has spare bits at its end: only the spelling that we write is accepted, so no second text opens to the same.
  if (toBase64url(fromBase64url(match[4])) !== match[4]) throw new Unreadable();
  return Number(match[2]);
}

/** Throws UnusableKey unless the key has 32 bytes and a version that the sealed form can carry. */
export function checkKey(key: VersionedKey): void {
  const versionFits = Number.isInteger(key.version) && key.version >= 1 && key.version <= 999_999_999;
  if (key.bytes.length !== KEY_BYTES || !versionFits) throw new UnusableKey();
}
