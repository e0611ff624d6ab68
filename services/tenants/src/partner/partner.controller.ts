import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { IssuedPartnerKey, IssuedPartnerSecret, OperationParsed, Page, PartnerClientView, PartnerGrantView, partnerApi } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { toGrantView, toPartnerView } from './partner.mapping';
import { PartnerClientService } from './partner-client.service';
import { PartnerGrantService } from './partner-grant.service';
import { PartnerKeyService } from './partner-key.service';
import { PartnerSecretService } from './partner-secret.service';

type In<Name extends keyof typeof partnerApi> = OperationParsed<(typeof partnerApi)[Name]>;

@Injectable()
export class PartnerController implements Implements<typeof partnerApi> {
  constructor(
    private readonly clients: PartnerClientService, private readonly keys: PartnerKeyService, private readonly secrets: PartnerSecretService,
    private readonly grants: PartnerGrantService) {}

  @Allow('partner:write')
  async createPartnerClient(ctx: TenantContext, { name, description }: In<'createPartnerClient'>): Promise<PartnerClientView> {
    return toPartnerView(await this.clients.create(ctx, name, description ?? ''));
  }

  @Allow('partner:read')
  async partnerClient(ctx: TenantContext, { partnerClientId }: In<'partnerClient'>): Promise<PartnerClientView> {
    return toPartnerView(await this.clients.find(ctx, partnerClientId));
  }

  @Allow('partner:read')
  async partnerClients(ctx: TenantContext, input: In<'partnerClients'>): Promise<Page<PartnerClientView>> {
    const { items, nextCursor } = await this.clients.list(ctx, input);
    return { items: items.map(toPartnerView), nextCursor };
  }

  @Allow('partner:write')
  async disablePartnerClient(ctx: TenantContext, { partnerClientId }: In<'disablePartnerClient'>): Promise<PartnerClientView> {
    return toPartnerView(await this.clients.disable(ctx, partnerClientId));
  }

  @Allow('partner:write')
  async createPartnerKey(ctx: TenantContext, { partnerClientId, label, networks, expiresAt }: In<'createPartnerKey'>): Promise<IssuedPartnerKey> {
    const issued = await this.keys.create(ctx, partnerClientId, { label, networks, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) });
    return { ...issued, client: toPartnerView(await this.clients.find(ctx, partnerClientId)) };
  }

  @Allow('partner:write')
  async revokePartnerKey(ctx: TenantContext, { keyId }: In<'revokePartnerKey'>): Promise<PartnerClientView> {
    const { partnerClientId } = await this.keys.revoke(ctx, keyId);
    return toPartnerView(await this.clients.find(ctx, partnerClientId));
  }

  @Allow('partner:write')
  async createPartnerSecret(ctx: TenantContext, { partnerClientId }: In<'createPartnerSecret'>): Promise<IssuedPartnerSecret> {
    const issued = await this.secrets.create(ctx, partnerClientId);
    return { ...issued, client: toPartnerView(await this.clients.find(ctx, partnerClientId)) };
  }

  @Allow('partner:write')
  async revokePartnerSecret(ctx: TenantContext, { partnerClientId }: In<'revokePartnerSecret'>): Promise<PartnerClientView> {
    await this.secrets.revoke(ctx, partnerClientId);
    return toPartnerView(await this.clients.find(ctx, partnerClientId));
  }

  @Allow('grant:write')
  async grantPartnerAccess(ctx: TenantContext, { tenantId, partnerClientId, permissions }: In<'grantPartnerAccess'>): Promise<PartnerGrantView> {
    return toGrantView(await this.grants.grant(ctx, tenantId, partnerClientId, permissions));
  }

  @Allow('grant:write')
  async withdrawPartnerAccess(ctx: TenantContext, { tenantId, partnerClientId }: In<'withdrawPartnerAccess'>): Promise<PartnerGrantView> {
    return toGrantView(await this.grants.withdraw(ctx, tenantId, partnerClientId));
  }
}
