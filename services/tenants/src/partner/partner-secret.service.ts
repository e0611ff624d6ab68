import { randomBytes } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { serviceAccountOf, type IdentityAdmin } from '@yagura/auth';
import { TenantDb } from '@yagura/db';
import { systemClock, type TenantContext } from '@yagura/kernel';
import { IDENTITY_ADMIN, PUBLIC_URLS, type PublicUrls } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { inTenant } from '../tenant/tenant-scope';
import { nextSecond, type PartnerClient } from './partner';
import { PartnerClientService } from './partner-client.service';
import { saveSecret } from './partner-client.repository';

const SECRET_BYTES = 32;

export interface IssuedSecret {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where a token is had for it (RFC 6749, section 4.4). */
  readonly tokenUrl: string;
}

/** The client credentials of a partner client at the identity provider. There is one secret at a time; for a change without a gap there are keys. */
@Injectable()
export class PartnerSecretService {
  constructor(
    private readonly db: TenantDb, private readonly clients: PartnerClientService, @Inject(IDENTITY_ADMIN) private readonly identity: IdentityAdmin,
    @Inject(PUBLIC_URLS) private readonly urls: PublicUrls) {}

  /** Makes a secret, or another in place of the one there is, whose tokens are refused from then on. Takes up to a second. */
  async create(ctx: TenantContext, partnerClientId: string): Promise<IssuedSecret> {
    const { signInId, name } = await this.active(ctx, partnerClientId);
    const clientSecret = randomBytes(SECRET_BYTES).toString('base64url');
    const { subject } = await this.identity.ensureClient({ realm: 'yagura', clientId: signInId, kind: 'service', name, secret: clientSecret });
    await this.renew(ctx, partnerClientId, subject ?? serviceAccountOf(signInId), true);
    return { clientId: signInId, clientSecret, tokenUrl: `${this.urls.customerIssuer}/protocol/openid-connect/token` };
  }

  /** Ends the secret and the tokens that it bought. */
  async revoke(ctx: TenantContext, partnerClientId: string): Promise<void> {
    const { signInId } = await this.active(ctx, partnerClientId);
    await this.identity.removeClient('yagura', signInId);
    await this.renew(ctx, partnerClientId, serviceAccountOf(signInId), false);
  }

  private async renew(ctx: TenantContext, partnerClientId: string, subject: string, isMade: boolean): Promise<void> {
    const tokensFrom = nextSecond(systemClock.now().getTime());
    await this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), async (tx) => {
      await this.clients.takeActive(tx, partnerClientId);
      await saveSecret(tx, partnerClientId, { issuer: this.urls.customerIssuer, subject, tokensFrom, isMade });
      await tx.audit({ action: isMade ? 'partner_secret.created' : 'partner_secret.revoked', objectKind: 'partner_client', objectId: partnerClientId });
    });
    // A token's time is in whole seconds: one that is asked for with the new secret must not look as if the old one had bought it.
    await rest(Math.max(0, tokensFrom.getTime() - systemClock.now().getTime()));
  }

  private async active(ctx: TenantContext, partnerClientId: string): Promise<PartnerClient> {
    return this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), (tx) => this.clients.takeActive(tx, partnerClientId));
  }
}
