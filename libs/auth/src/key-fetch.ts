import { createPublicKey, type KeyObject } from 'node:crypto';
import { readCapped } from './capped-body';
import { isRecord, parseStrictObject } from './strict-json';

const TIMEOUT_MS = 2_000;
const MAX_BYTES = 65_536;
const MIN_MODULUS_BITS = 2_048;

/**
 * Fetches a JSON Web Key Set (RFC 7517) and keeps its RSA signing keys, by key id. Null for everything that is not a usable set:
 * no answer within two seconds, a redirect, another status, more than 64 kB, no JSON, no signing key, one name for two keys.
 */
export async function fetchSigningKeys(url: string): Promise<ReadonlyMap<string, KeyObject> | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      return null;
    }
    return readKeys(parseStrictObject(await readCapped(response, MAX_BYTES)));
  } catch {
    return null;
  }
}

/** True when both names stand for the same public key. */
export function isSameKey(a: KeyObject, b: KeyObject): boolean {
  return a.export({ format: 'der', type: 'spki' }).equals(b.export({ format: 'der', type: 'spki' }));
}

function readKeys(set: Readonly<Record<string, unknown>>): ReadonlyMap<string, KeyObject> | null {
  if (!Array.isArray(set.keys)) return null;
  const keys = new Map<string, KeyObject>();
  for (const jwk of set.keys) {
    const named = readKey(jwk);
    if (named === null) continue;
    const other = keys.get(named.keyId);
    if (other !== undefined && !isSameKey(other, named.key)) return null;
    keys.set(named.keyId, named.key);
  }
  return keys.size === 0 ? null : keys;
}

/** One RSA signing key; null for keys of another kind or use, and for weak ones, which a provider may publish beside ours. */
function readKey(jwk: unknown): { keyId: string; key: KeyObject } | null {
  if (!isRecord(jwk) || jwk.kty !== 'RSA' || jwk.use !== 'sig') return null;
  if (jwk.alg !== undefined && jwk.alg !== 'RS256') return null;
  const { kid, n, e } = jwk;
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return null;
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_MODULUS_BITS ? { keyId: kid, key } : null;
  } catch {
    return null;
  }
}
