import { Inject, Injectable } from '@nestjs/common';
import { newPartnerKey } from '@yagura/auth';
import { TenantDb, type TenantTx } from '@yagura/db';
import { newId, NotFound, type TenantContext } from '@yagura/kernel';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { PUBLIC_URLS, SOURCE_PEPPER, type PublicUrls } from '../ports';
import { inTenant } from '../tenant/tenant-scope';
import { environmentOf, isLive, LONGEST_LIFE_MS, MAX_LIVE_KEYS, partnerKeyHash, USUAL_LIFE_MS, type PartnerKeyRow } from './partner';
import { KeyLifeUnfit, TooManyKeys } from './partner.errors';
import { PartnerClientService } from './partner-client.service';
import { addKey, findKey, keysOf, saveRevoked } from './partner-key.repository';

export interface NewKey {
  readonly label: string;
  readonly networks: readonly string[];
  readonly expiresAt?: Date;
}

/** Keys of partner clients: made, shown once, and ended. */
@Injectable()
export class PartnerKeyService {
  constructor(
    private readonly db: TenantDb, private readonly clients: PartnerClientService, @Inject(SOURCE_PEPPER) private readonly pepper: Buffer,
    @Inject(PUBLIC_URLS) private readonly urls: PublicUrls) {}

  /** `key` is shown by the caller this once and kept nowhere. */
  async create(ctx: TenantContext, partnerClientId: string, wanted: NewKey): Promise<{ readonly keyId: string; readonly key: string }> {
    const { key, publicId, secret } = newPartnerKey(environmentOf(this.urls.customerIssuer));
    const fresh = { keyId: newId(), partnerClientId, publicId, secretHash: partnerKeyHash(secret, this.pepper).toString('hex'), label: wanted.label, networks: wanted.networks };
    await this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), async (tx) => {
      await this.clients.takeActive(tx, partnerClientId);
      const live = (await keysOf(tx, [partnerClientId])).filter((one) => isLive(one, tx.now));
      if (live.length >= MAX_LIVE_KEYS) throw new TooManyKeys();
      const expiresAt = endOf(tx, wanted);
      await addKey(tx, { ...fresh, expiresAt });
      await tx.audit({
        action: 'partner_key.created', objectKind: 'partner_key', objectId: fresh.keyId,
        details: { partnerClientId, publicId, label: wanted.label, networks: wanted.networks, expiresAt: expiresAt.toISOString() },
      });
    });
    return { keyId: fresh.keyId, key };
  }

  /** Answers whose key it was; one that was revoked before stays as it is. */
  async revoke(ctx: TenantContext, keyId: string): Promise<PartnerKeyRow> {
    return this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), async (tx) => {
      const key = await findKey(tx, keyId);
      if (key === undefined) throw new NotFound('partner_key');
      if (await saveRevoked(tx, keyId)) {
        await tx.audit({ action: 'partner_key.revoked', objectKind: 'partner_key', objectId: keyId, details: { partnerClientId: key.partnerClientId, publicId: key.publicId } });
      }
      return key;
    });
  }
}

function endOf({ now }: TenantTx, { expiresAt = new Date(now.getTime() + USUAL_LIFE_MS) }: NewKey): Date {
  if (expiresAt <= now || expiresAt.getTime() > now.getTime() + LONGEST_LIFE_MS) throw new KeyLifeUnfit();
  return expiresAt;
}
