import type { TrustedIssuer } from '../verifier';
import { isClientOf } from './clients';
import { issuerOf, keysUrlOf, REALMS } from './realm';

/** Both issuers for a verifier, each with our clients; `ownUrl` is where this process reaches the provider when that is not the public address. */
export function trustedIssuers(publicUrl: string, ownUrl: string = publicUrl): readonly TrustedIssuer[] {
  return REALMS.map((realm) => ({
    issuer: issuerOf(publicUrl, realm), keysUrl: keysUrlOf(issuerOf(ownUrl, realm)), isClient: (clientId) => isClientOf(realm, clientId),
  }));
}
