import { createHash, createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PreconditionFailed } from '@yagura/kernel';
import type { JWK } from 'oidc-provider' with { 'resolution-mode': 'import' };

const MODULUS_BITS = 3_072;

/**
 * The private signing keys of a realm, newest first, from the `.pem` files of its folder; one is made when there is none. The newest
 * signs and all are published, so a key is changed by adding a file, and an old one is removed when its last token is over.
 */
export async function signingKeys(folder: string): Promise<readonly JWK[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pem')).sort().reverse();
  if (names.length > 0) return Promise.all(names.map(async (name) => toJwk(await readPrivateKey(join(folder, name)))));
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  await writeSecret(join(folder, `${new Date().toISOString().slice(0, 10)}.pem`), privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  return [toJwk(privateKey)];
}

async function readPrivateKey(path: string): Promise<KeyObject> {
  const text = await readFile(path);
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new PreconditionFailed(`The key file ${path} holds no private key; restore it from a backup.`, { slug: 'identity.key_damaged', cause });
  }
}

/** The secret text of a file that only its owner may read; 256 random bits are written when the file is missing. */
export async function secretFile(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (known !== null) return known.trim();
  const secret = randomBytes(32).toString('base64url');
  await writeSecret(path, `${secret}\n`);
  return secret;
}

/** Written aside and renamed, so that no crash leaves half a key under the real name. */
async function writeSecret(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}

/** The key id is the thumbprint (RFC 7638), so another key can never have the same name. */
function toJwk(key: KeyObject): JWK {
  const jwk = key.export({ format: 'jwk' });
  const { e, n } = createPublicKey(key).export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ e, kty: 'RSA', n })).digest('base64url');
  return { ...jwk, kid, use: 'sig', alg: 'RS256' };
}
