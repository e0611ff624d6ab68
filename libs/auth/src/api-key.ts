import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { base32 } from './base32';
import { PartnerCredentialRefused, SourceTokenRefused } from './api-key.errors';

/** The two halves of a source token: the public id finds the row, the secret proves the right; only a keyed hash of it is stored. */
export interface SourceToken {
  readonly publicId: string;
  readonly secret: string;
}

/** Which kind of installation made a key: a `test` key found in a repository is no incident. */
export const KEY_ENVIRONMENTS = ['live', 'test'] as const;
export type KeyEnvironment = (typeof KEY_ENVIRONMENTS)[number];

/** A partner key in its parts; as with a source token, only a keyed hash of the secret is stored. */
export interface PartnerKey {
  readonly environment: KeyEnvironment;
  readonly publicId: string;
  readonly secret: string;
}

const PUBLIC_ID_BYTES = 10;
const SECRET_BYTES = 20;
const TOKEN = /^(ygs_([a-z2-7]{16})_([a-z2-7]{32}))_([a-z2-7]{7})$/;
const PARTNER_KEY = /^(ygp_(live|test)_([a-z2-7]{16})_([a-z2-7]{32}))_([a-z2-7]{7})$/;
const PARTNER_PREFIX = 'ygp_';
const PUBLIC_ID = /^[a-z2-7]{16}$/;
const MIN_PEPPER_BYTES = 32;

/** A fresh public id: 80 random bits in base32, 16 characters, safe in file names, headers and read aloud. */
export const newPublicId = (): string => base32(randomBytes(PUBLIC_ID_BYTES));

/**
 * A fresh token for one source, `ygs_<public id>_<secret>_<checksum>`, to be shown once. The secret has 160 random bits. The
 * checksum is a CRC-32: it catches slips and lets secret scanners be sure; it protects nothing. Throws RangeError for a bad id.
 */
export function newSourceToken(publicId: string): SourceToken & { readonly token: string } {
  if (!PUBLIC_ID.test(publicId)) throw new RangeError('a public id has 16 characters of base32');
  const secret = base32(randomBytes(SECRET_BYTES));
  const body = `ygs_${publicId}_${secret}`;
  return { publicId, secret, token: `${body}_${checksum(body)}` };
}

/** Reads a token from outside; throws SourceTokenRefused, whose reason is for our counters and not for the sender. */
export function parseSourceToken(text: string): SourceToken {
  const [, body, publicId, secret, sum] = TOKEN.exec(text.length <= 80 ? text : '') ?? [];
  if (body === undefined || publicId === undefined || secret === undefined) throw new SourceTokenRefused('shape');
  if (checksum(body) !== sum) throw new SourceTokenRefused('checksum');
  return { publicId, secret };
}

/** A fresh key of one partner client, `ygp_<environment>_<public id>_<secret>_<checksum>`, to be shown once; see `newSourceToken`. */
export function newPartnerKey(environment: KeyEnvironment): PartnerKey & { readonly key: string } {
  const [publicId, secret] = [newPublicId(), base32(randomBytes(SECRET_BYTES))];
  const body = `${PARTNER_PREFIX}${environment}_${publicId}_${secret}`;
  return { environment, publicId, secret, key: `${body}_${checksum(body)}` };
}

/** True for a credential that means to be a partner key, whatever it is worth: no other credential of ours begins so. */
export const isPartnerKey = (text: string): boolean => text.startsWith(PARTNER_PREFIX);

/** Reads a partner key from outside, before anything is hashed or looked up; throws PartnerCredentialRefused with a reason for our counters only. */
export function parsePartnerKey(text: string): PartnerKey {
  const [, body, environment, publicId, secret, sum] = PARTNER_KEY.exec(text.length <= 80 ? text : '') ?? [];
  const named = KEY_ENVIRONMENTS.find((each) => each === environment);
  if (body === undefined || named === undefined || publicId === undefined || secret === undefined) throw new PartnerCredentialRefused('shape');
  if (checksum(body) !== sum) throw new PartnerCredentialRefused('checksum');
  return { environment: named, publicId, secret };
}

/** The keyed hash that is stored: HMAC-SHA256, 32 bytes. A stolen table is useless without the pepper, which is not in the database. */
export function hashSecret(secret: string, pepper: Buffer): Buffer {
  if (pepper.length < MIN_PEPPER_BYTES) throw new RangeError('the pepper needs 32 bytes');
  return createHmac('sha256', pepper).update(secret).digest();
}

/** Compares two hashes in a time that does not depend on where they differ; unequal lengths are unequal. */
export function equalHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksum(body: string): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return base32(sum);
}
