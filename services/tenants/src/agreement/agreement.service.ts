import { Injectable } from '@nestjs/common';
import { forSystem, NotFound, type TenantContext } from '@yagura/kernel';
import { AgreementChangedV1, type AgreementFacts, type ContactInput } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { PROVIDER_TENANT_ID, type Plan } from '../provider/provider';
import { inTenant } from '../tenant/tenant-scope';
import { agree, type AgreementTerms, type AgreementVersion, type Contact, type Offer } from './agreement';
import { addVersion, agreementVersions, listContacts, readOffer, replaceContacts, takeAgreement } from './agreement.repository';

/** What was agreed with each client company. A version is never changed: a change is the next version, and says so to every service. */
@Injectable()
export class AgreementService {
  constructor(private readonly db: TenantDb) {}

  /** The provider's offer is the same for whoever may make an agreement, so it is read as the platform. */
  async offer(_ctx: TenantContext): Promise<Offer> {
    return this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants'), readOffer);
  }

  async plans(ctx: TenantContext): Promise<readonly Plan[]> {
    return (await this.offer(ctx)).plans;
  }

  /** Keeps the first version; joins the transaction that makes the tenant. */
  async make(tx: TenantTx, facts: AgreementFacts, contacts: readonly ContactInput[]): Promise<void> {
    await addVersion(tx, facts);
    await replaceContacts(tx, contacts);
    await tx.audit({ action: 'agreement.made', objectKind: 'agreement', objectId: facts.agreementId, details: { version: facts.version, plan: facts.plan } });
  }

  async current(ctx: TenantContext, tenantId: string): Promise<AgreementVersion> {
    const [newest] = await this.versions(ctx, tenantId, 1);
    if (newest === undefined) throw new NotFound('agreement');
    return newest;
  }

  async versions(ctx: TenantContext, tenantId: string, cap = 100): Promise<readonly AgreementVersion[]> {
    const named = inTenant(ctx, tenantId, 'agreement');
    return this.db.read(named, (read) => agreementVersions(read, cap));
  }

  async change(ctx: TenantContext, tenantId: string, terms: AgreementTerms): Promise<AgreementVersion> {
    const offer = await this.offer(ctx);
    return this.db.run(inTenant(ctx, tenantId, 'agreement'), async (tx) => {
      const known = await takeAgreement(tx);
      if (known === undefined) throw new NotFound('agreement');
      const facts = agree(terms, offer, { ...known, version: known.version + 1, now: tx.now });
      await addVersion(tx, facts);
      await publish(tx, AgreementChangedV1, { tenantId: tx.tenantId, agreement: facts });
      await tx.audit({ action: 'agreement.changed', objectKind: 'agreement', objectId: facts.agreementId, details: { version: facts.version, plan: facts.plan } });
      return { tenantId: tx.tenantId, madeAt: tx.now, facts };
    });
  }

  async contacts(ctx: TenantContext, tenantId: string): Promise<readonly Contact[]> {
    const named = inTenant(ctx, tenantId);
    return this.db.read(named, listContacts);
  }

  async setContacts(ctx: TenantContext, tenantId: string, contacts: readonly ContactInput[]): Promise<readonly Contact[]> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      await replaceContacts(tx, contacts);
      await tx.audit({ action: 'contacts.set', objectKind: 'tenant', objectId: tx.tenantId, details: { count: contacts.length } });
      return listContacts(tx);
    });
  }
}
