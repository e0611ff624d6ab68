import { Inject, Injectable } from '@nestjs/common';
import { newId, Unavailable } from '@yagura/kernel';
import { installationKeyOf, type TenantRead, type TenantTx } from '@yagura/db';
import { decryptDetails, encryptDetails, keyVersionOfDetails, unwrapKey, type CiphertextPlace } from '@yagura/proof';
import { INSTALLATION_KEY } from '../ports';
import type { SecretFacts } from './secret';
import { addSecret, currentKey, deleteSecrets, keyOfVersion, liveSecrets, retireSecrets, signingSecrets, type WrappedKey } from './secret.repository';
import { newSecret, ROTATION_MS } from './signature';

/** Keeps signing secrets sealed under the tenant's own data key: destroying that key ends them with everything else of the tenant. */
@Injectable()
export class SecretService {
  constructor(@Inject(INSTALLATION_KEY) private readonly installationKey: Buffer) {}

  /** Makes an endpoint's newest secret and answers its text, which is never readable again. Written after an audit entry: that gave the tenant its key. */
  async issue(tx: TenantTx, endpointId: string): Promise<string> {
    const secret = newSecret();
    const secretId = newId();
    const key = this.unwrapped(tx, await currentKey(tx));
    await addSecret(tx, endpointId, { secretId, sealed: encryptDetails(key, placeOf(tx, secretId), secret) });
    return secret;
  }

  /** The old secret signs beside the new one for a day, or no more at all. */
  async rotate(tx: TenantTx, endpointId: string, revokeOld: boolean): Promise<string> {
    if (revokeOld) await deleteSecrets(tx, endpointId);
    else await retireSecrets(tx, endpointId, new Date(tx.now.getTime() + ROTATION_MS));
    return this.issue(tx, endpointId);
  }

  /** The texts of the secrets that sign now, the newest first. */
  async signing(tx: TenantTx, endpointId: string): Promise<string[]> {
    const secrets = await signingSecrets(tx, endpointId);
    return Promise.all(secrets.map(async ({ secretId, sealed }) =>
      decryptDetails(this.unwrapped(tx, await keyOfVersion(tx, keyVersionOfDetails(sealed))), placeOf(tx, secretId), sealed)));
  }

  live(tx: TenantTx | TenantRead, endpointIds: readonly string[]): Promise<SecretFacts[]> {
    return liveSecrets(tx, endpointIds);
  }

  async forget(tx: TenantTx, endpointId: string): Promise<void> {
    await deleteSecrets(tx, endpointId);
  }

  private unwrapped(tx: TenantTx, stored: WrappedKey | undefined): Parameters<typeof decryptDetails>[0] {
    if (stored === undefined) throw new Unavailable('The tenant’s key is not to be had, so nothing can be signed.', { slug: 'webhook.no_key' });
    return unwrapKey(installationKeyOf(this.installationKey), tx.tenantId, stored.version, stored.wrapped);
  }
}

const placeOf = (tx: TenantTx, secretId: string): CiphertextPlace => ({ tenantId: tx.tenantId, table: 'integrations.secret', column: 'sealed', rowId: secretId });
