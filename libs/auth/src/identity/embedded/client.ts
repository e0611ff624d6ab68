import { createHash, timingSafeEqual } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { z } from 'zod';
import type { IdentityStore } from '../identity-store';
import type { Realm } from '../realm';

const row = z.object({
  client_id: z.string(), kind: z.enum(['browser', 'loopback', 'service']), name: z.string(), redirect_uris: z.array(z.string()),
  post_logout_redirect_uris: z.array(z.string()), secret_hash: z.string().nullable(),
});

/** A client in the words of OpenID Connect Dynamic Client Registration; its secret is only a hash, see `isClientSecret`. */
export async function findClient(store: IdentityStore, realm: Realm, clientId: string): Promise<AdapterPayload | undefined> {
  const { rows } = await store.query(
    `select client_id, kind, name, redirect_uris, post_logout_redirect_uris, secret_hash from identity.client
     where realm = $1 and client_id = $2`, [realm, clientId]);
  if (rows[0] === undefined) return undefined;
  const client = row.parse(rows[0]);
  const shared = { client_id: client.client_id, client_name: client.name };
  if (client.secret_hash !== null) {
    return {
      ...shared, client_secret: client.secret_hash, grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    };
  }
  return {
    ...shared, application_type: client.kind === 'loopback' ? 'native' : 'web', token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], redirect_uris: client.redirect_uris,
    post_logout_redirect_uris: client.post_logout_redirect_uris,
  };
}

/** Hash of a client secret. A secret is long and random, so one fast hash is enough; see `hashPassword` for what people choose. */
export const clientSecretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function isClientSecret(given: string, storedHash: string): boolean {
  const hash = Buffer.from(clientSecretHash(given));
  const stored = Buffer.from(storedHash);
  return hash.length === stored.length && timingSafeEqual(hash, stored);
}
