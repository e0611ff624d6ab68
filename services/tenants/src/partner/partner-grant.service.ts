import { Injectable } from '@nestjs/common';
import { PartnerAccessChangedV1 } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { asId, forSystem, NotFound, type PartnerPermission, type TenantContext } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { NotForTheProvider } from '../tenant/tenant.errors';
import { inTenant } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import type { PartnerClient, PartnerGrant } from './partner';
import { findPartner } from './partner-client.repository';
import { grantedTenants, holdPartner, saveGrant, takeGrant } from './partner-grant.repository';

/** What partner clients may do in tenants. A grant is a row of the tenant that it opens, in whose chain every change of it stands. */
@Injectable()
export class PartnerGrantService {
  constructor(private readonly db: TenantDb, private readonly tenants: TenantService) {}

  /** Only who administers the provider's tenant sees its partner clients, and so only they can let one into another; its own operators can put it out. */
  async grant(ctx: TenantContext, tenantId: string, partnerClientId: string, wanted: readonly PartnerPermission[]): Promise<PartnerGrant> {
    const there = inTenant(ctx, tenantId);
    inTenant(ctx, PROVIDER_TENANT_ID, 'partner_client');
    return this.db.run(there, async (tx) => {
      const { kind } = await this.tenants.take(tx);
      if (kind === 'provider') throw new NotForTheProvider();
      await holdPartner(tx, partnerClientId, 'shared');
      const { name: partnerName } = await this.active(tx, partnerClientId);
      const grant = await saveGrant(tx, { partnerClientId, partnerName, permissions: [...new Set(wanted)].sort(), active: true });
      await this.note(tx, 'partner_access.granted', grant);
      return grant;
    });
  }

  async withdraw(ctx: TenantContext, tenantId: string, partnerClientId: string): Promise<PartnerGrant> {
    return this.db.run(inTenant(ctx, tenantId), (tx) => this.end(tx, partnerClientId));
  }

  /** Withdraws every grant of a client that was disabled, in each tenant by a transaction of its own. */
  async endAll(ctx: TenantContext, { partnerClientId }: PartnerClient): Promise<void> {
    const granted = await this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants', ctx.correlationId), (read) => grantedTenants(read, partnerClientId));
    for (const { tenantId } of granted) {
      // The operator has disabled the provider's client; that they hold no right in this tenant must not keep it open.
      await this.db.run(forSystem(asId<'tenant'>(tenantId), 'tenants', ctx.correlationId), (tx) => this.end(tx, partnerClientId));
    }
  }

  private async end(tx: TenantTx, partnerClientId: string): Promise<PartnerGrant> {
    const known = await takeGrant(tx, partnerClientId);
    if (known === undefined) throw new NotFound('partner_client');
    if (!known.active) return known;
    const grant = await saveGrant(tx, { ...known, active: false });
    await this.note(tx, 'partner_access.withdrawn', grant);
    return grant;
  }

  private async note(tx: TenantTx, action: string, { partnerClientId, partnerName, permissions, active }: PartnerGrant): Promise<void> {
    await tx.audit({ action, objectKind: 'partner_client', objectId: partnerClientId, details: { partnerName, permissions } });
    await publish(tx, PartnerAccessChangedV1, { tenantId: tx.tenantId, partnerClientId, permissions: active ? [...permissions] : [], active });
  }

  /** The client in the provider's tenant, which the grant's own tenant does not see. */
  private async active(tx: TenantTx, partnerClientId: string): Promise<PartnerClient> {
    const client = await this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants', tx.correlationId), (read) => findPartner(read, partnerClientId));
    if (client?.state !== 'active') throw new NotFound('partner_client');
    return client;
  }
}
