import { Inject, Injectable } from '@nestjs/common';
import { newPublicId, type IdentityAdmin } from '@yagura/auth';
import type { Page } from '@yagura/contracts';
import { TenantDb, type TenantRead, type TenantTx } from '@yagura/db';
import { newId, NotFound, type TenantContext } from '@yagura/kernel';
import { keyBehind, pageOf } from '@yagura/runtime';
import { IDENTITY_ADMIN } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { inTenant } from '../tenant/tenant-scope';
import type { PartnerClient, PartnerGrant, PartnerKeyRow } from './partner';
import { NotThePartnersProvider, PartnerDisabled, PartnerNameTaken } from './partner.errors';
import { PartnerGrantService } from './partner-grant.service';
import { addPartner, findPartner, listPartners, saveDisabled, takePartner } from './partner-client.repository';
import { grantsOf, holdPartner } from './partner-grant.repository';
import { keysOf, saveRevoked } from './partner-key.repository';

export type WholePartner = PartnerClient & { readonly keys: readonly PartnerKeyRow[]; readonly grants: readonly PartnerGrant[] };

const LIST = 'partner clients';
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Partner clients of the installation. They are the provider's: whoever has no right in its tenant finds none of them. */
@Injectable()
export class PartnerClientService {
  constructor(private readonly db: TenantDb, private readonly grants: PartnerGrantService, @Inject(IDENTITY_ADMIN) private readonly identity: IdentityAdmin) {}

  async create(ctx: TenantContext, name: string, description: string): Promise<WholePartner> {
    if (!ctx.readScope.includes(PROVIDER_TENANT_ID)) throw new NotThePartnersProvider();
    return this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), async (tx) => {
      const client = await addPartner(tx, { partnerClientId: newId(), name, description, signInId: `partner-${newPublicId()}` });
      if (client === undefined) throw new PartnerNameTaken();
      await tx.audit({ action: 'partner_client.created', objectKind: 'partner_client', objectId: client.partnerClientId, details: { name, description } });
      return { ...client, keys: [], grants: [] };
    });
  }

  async find(ctx: TenantContext, partnerClientId: string): Promise<WholePartner> {
    const client = await this.db.read(ctx, (read) => findPartner(read, partnerClientId));
    if (client === undefined) throw new NotFound('partner_client');
    return (await this.whole(ctx, [client]))[0];
  }

  async list(ctx: TenantContext, { first, after }: { first: number; after?: string }): Promise<Page<WholePartner>> {
    const rows = await this.db.read(ctx, (read) => listPartners(read, keyBehind(LIST, after) ?? FIRST, first));
    return pageOf(LIST, first, await this.whole(ctx, rows), ({ partnerClientId }) => partnerClientId);
  }

  /** Ends access with the first commit; what follows tells the tenants and the identity provider. A repeat finishes what was broken off. */
  async disable(ctx: TenantContext, partnerClientId: string): Promise<WholePartner> {
    const client = await this.db.run(inTenant(ctx, PROVIDER_TENANT_ID), (tx) => this.end(tx, partnerClientId));
    await this.grants.endAll(ctx, client);
    await this.identity.removeClient('yagura', client.signInId);
    return this.find(ctx, partnerClientId);
  }

  /** The client, locked, in the provider's tenant; joins the transaction. Throws PartnerDisabled for one that was ended. */
  async takeActive(tx: TenantTx, partnerClientId: string): Promise<PartnerClient> {
    const client = await takePartner(tx, partnerClientId);
    if (client === undefined) throw new NotFound('partner_client');
    if (client.state !== 'active') throw new PartnerDisabled();
    return client;
  }

  private async end(tx: TenantTx, partnerClientId: string): Promise<PartnerClient> {
    await holdPartner(tx, partnerClientId, 'alone');
    const client = await takePartner(tx, partnerClientId);
    if (client === undefined) throw new NotFound('partner_client');
    if (client.state === 'disabled') return client;
    await saveDisabled(tx, partnerClientId);
    for (const { keyId, revokedAt } of await keysOf(tx, [partnerClientId])) if (revokedAt === null) await saveRevoked(tx, keyId);
    await tx.audit({ action: 'partner_client.disabled', objectKind: 'partner_client', objectId: partnerClientId, details: { name: client.name } });
    return { ...client, state: 'disabled', disabledAt: tx.now };
  }

  private async whole(ctx: TenantContext, clients: readonly PartnerClient[]): Promise<WholePartner[]> {
    const ids = clients.map(({ partnerClientId }) => partnerClientId);
    const parts = async <Row>(rowsOf: (read: TenantRead, ids: readonly string[]) => Promise<Row[]>): Promise<Row[]> => (ids.length === 0 ? [] : this.db.read(ctx, (read) => rowsOf(read, ids)));
    const [keys, grants] = [await parts(keysOf), await parts(grantsOf)];
    return clients.map((client) => {
      const isOwn = (row: { partnerClientId: string }): boolean => row.partnerClientId === client.partnerClientId;
      return { ...client, keys: keys.filter(isOwn), grants: grants.filter(isOwn) };
    });
  }
}
