import { Inject, Injectable } from '@nestjs/common';
import { equalHash, PartnerCredentialRefused, type GrantAssertion, type VerifiedToken } from '@yagura/auth';
import { TenantDb } from '@yagura/db';
import { forSystem } from '@yagura/kernel';
import { PUBLIC_URLS, SOURCE_PEPPER, type PublicUrls } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { environmentOf, isWithin, partnerKeyHash, type PartnerKeyRow } from './partner';
import { partnerOfSubject } from './partner-client.repository';
import { grantedTenants, type GrantedTenant } from './partner-grant.repository';
import { keysOf, namedKey, noteUse } from './partner-key.repository';

type Facts = Omit<GrantAssertion, 'issuedAt' | 'expiresAt'>;
interface Holder { readonly partnerClientId: string; readonly name: string }
export interface PartnerSelf extends Holder {
  readonly tenants: readonly GrantedTenant[];
  readonly keys: readonly PartnerKeyRow[];
}

/** Compared with where no row is, so that an unknown key costs what a wrong one costs. */
const NO_HASH = Buffer.alloc(32);

/** Whose a partner's credential is and what it opens, from our rows at this moment (ADR 0011). */
@Injectable()
export class PartnerAccessService {
  private readonly home = forSystem(PROVIDER_TENANT_ID, 'tenants');

  constructor(private readonly db: TenantDb, @Inject(SOURCE_PEPPER) private readonly pepper: Buffer, @Inject(PUBLIC_URLS) private readonly urls: PublicUrls) {}

  /** What the credential may do; undefined for a token that names no partner client. Throws PartnerCredentialRefused. */
  async factsOf(ctx: VerifiedToken, address: string | undefined): Promise<Facts | undefined> {
    const holder = await this.holderOf(ctx, address);
    if (holder === undefined) return undefined;
    const tenants = await this.served(holder);
    return {
      issuer: ctx.issuer, subject: ctx.subject, organizationId: ctx.organizationId, actor: 'partner', userId: holder.partnerClientId, name: holder.name,
      audience: 'customer', homeTenantId: PROVIDER_TENANT_ID, grants: tenants.map(({ tenantId, permissions }) => ({ tenantId, roles: [], permissions: [...permissions] })),
    };
  }

  /** What a partner client sees of itself. Throws PartnerCredentialRefused for anybody else too. */
  async self(ctx: VerifiedToken, address: string | undefined): Promise<PartnerSelf> {
    const holder = await this.holderOf(ctx, address);
    if (holder === undefined) throw new PartnerCredentialRefused('unknown');
    return { ...holder, tenants: await this.served(holder), keys: await this.db.read(this.home, (read) => keysOf(read, [holder.partnerClientId])) };
  }

  private async served({ partnerClientId }: Holder): Promise<GrantedTenant[]> {
    return (await this.db.read(this.home, (read) => grantedTenants(read, partnerClientId))).filter(({ isServed }) => isServed);
  }

  private holderOf(token: VerifiedToken, address: string | undefined): Promise<Holder | undefined> {
    return token.partnerKey === undefined ? this.byToken(token) : this.byKey(token.partnerKey, address);
  }

  private async byKey({ publicId, secret, environment }: NonNullable<VerifiedToken['partnerKey']>, address: string | undefined): Promise<Holder> {
    const key = await this.db.read(this.home, (read) => namedKey(read, publicId));
    const isSecret = equalHash(partnerKeyHash(secret, this.pepper), key === undefined ? NO_HASH : Buffer.from(key.secretHash, 'hex'));
    if (key === undefined) throw new PartnerCredentialRefused('unknown');
    if (!isSecret) throw new PartnerCredentialRefused('secret');
    if (!key.isLive || environment !== environmentOf(this.urls.customerIssuer)) throw new PartnerCredentialRefused('ended');
    if (!isWithin(address, key.networks)) throw new PartnerCredentialRefused('network');
    if (!key.isNoted) await this.db.run(this.home, (tx) => noteUse(tx, key.keyId));
    return { partnerClientId: key.partnerClientId, name: key.clientName };
  }

  private async byToken(token: VerifiedToken): Promise<Holder | undefined> {
    const client = await this.db.read(this.home, (read) => partnerOfSubject(read, token.issuer, token.subject));
    if (client === undefined) return undefined;
    const isCurrent = client.state === 'active' && client.tokensFrom !== null && token.issuedAt * 1_000 >= client.tokensFrom.getTime();
    if (!isCurrent || client.secretMadeAt === null || token.clientId !== client.signInId) throw new PartnerCredentialRefused('ended');
    return client;
  }
}
