import type { KeyObject } from 'node:crypto';
import type KeycloakConnect from 'keycloak-connect';
import type { SecondOpinion } from '../../verifier';

/** Two realms, and a few keys of each while one is being changed. */
const KEPT = 16;

/**
 * What keycloak-connect says of a token that our own verifier has passed: both must agree (ADR 0017). It is handed the issuer's key
 * that ours has found, so it never fetches, and it is never a middleware, so none of its routes are mounted. Its view of time has no
 * tolerance: a token counts as over in the second that it names.
 */
export class KeycloakOpinion implements SecondOpinion {
  private readonly byKey = new Map<string, KeycloakConnect.GrantManager>();

  constructor(private readonly audience: string) {}

  async agrees(token: string, { issuer, key }: { readonly issuer: string; readonly key: KeyObject }): Promise<boolean> {
    try {
      const manager = await this.managerOf(issuer, key);
      await manager.createGrant(JSON.stringify({ access_token: token }));
      return true;
    } catch {
      return false;
    }
  }

  private async managerOf(issuer: string, key: KeyObject): Promise<KeycloakConnect.GrantManager> {
    const publicKey = key.export({ format: 'der', type: 'spki' }).toString('base64');
    const name = `${issuer} ${publicKey}`;
    const known = this.byKey.get(name) ?? await newManager(this.audience, issuer, publicKey);
    if (this.byKey.size >= KEPT) this.byKey.clear();
    this.byKey.set(name, known);
    return known;
  }
}

/** The library is loaded with the first token: only installations with Keycloak hold it. */
async function newManager(audience: string, issuer: string, publicKey: string): Promise<KeycloakConnect.GrantManager> {
  const { default: Keycloak } = await import('keycloak-connect');
  const at = issuer.lastIndexOf('/realms/');
  const config = {
    'auth-server-url': issuer.slice(0, at), 'realm': issuer.slice(at + '/realms/'.length), 'resource': audience, 'bearer-only': true, 'verify-token-audience': true, 'realm-public-key': publicKey,
    'ssl-required': 'none', 'confidential-port': 0,
  };
  return new Keycloak({}, config).grantManager;
}
