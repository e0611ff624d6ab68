import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../base32';

/** A password as it is stored. The parameters are stored beside it, so they can grow without a reset of old passwords. */
export interface StoredPassword {
  readonly params: ScryptParams;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export interface ScryptParams {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about a quarter of a second: one of the equivalent settings that OWASP's password storage cheat sheet gives. */
const PARAMS: ScryptParams = { N: 32_768, r: 8, p: 3 };
const HASH_BYTES = 32;
const MAX_LENGTH = 256;
const MIN_LENGTH = 12;
const MIN_DIFFERENT = 5;
const NOBODY: StoredPassword = { params: PARAMS, salt: randomBytes(16), hash: randomBytes(HASH_BYTES) };

export async function hashPassword(password: string): Promise<StoredPassword> {
  const salt = randomBytes(16);
  return { params: PARAMS, salt, hash: await derive(password, salt, PARAMS) };
}

/** Compares with a stored password, or with nobody's in the same time, so that an unknown name cannot be told by the clock. */
export async function isPassword(password: string, stored: StoredPassword | null): Promise<boolean> {
  const { params, salt, hash } = stored ?? NOBODY;
  const derived = await derive(password.slice(0, MAX_LENGTH + 1), salt, params);
  return timingSafeEqual(derived, hash) && stored !== null;
}

/** 80 random bits in four groups, to be read from a letter or over the telephone. */
export function newOneTimePassword(): string {
  return base32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-');
}

/** Why a new password is not taken, or null: length counts, not kinds of characters (NIST SP 800-63B, section 5.1.1.2). */
export function passwordFault(password: string, username: string): 'short' | 'long' | 'guessable' | null {
  const characters = [...password];
  if (characters.length < MIN_LENGTH) return 'short';
  if (password.length > MAX_LENGTH) return 'long';
  const isGuessable = new Set(characters).size < MIN_DIFFERENT || password.toLowerCase().includes(username.toLowerCase());
  return isGuessable ? 'guessable' : null;
}

function derive(password: string, salt: Buffer, { N, r, p }: ScryptParams): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
