import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { IssuedCredential, OperationParsed, Page, sourceApi, SourceView } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { CredentialService } from './credential.service';
import { toCredentialView, toSourceView } from './source.mapping';
import { SourceService } from './source.service';

type In<Name extends keyof typeof sourceApi> = OperationParsed<(typeof sourceApi)[Name]>;

@Injectable()
export class SourceController implements Implements<typeof sourceApi> {
  constructor(private readonly service: SourceService, private readonly credentials: CredentialService) {}

  @Allow('source:write')
  async createSource(ctx: TenantContext, { tenantId, ...wanted }: In<'createSource'>): Promise<SourceView> {
    return toSourceView(await this.service.create(ctx, tenantId, wanted));
  }

  @Allow('source:read')
  async source(ctx: TenantContext, { sourceId }: In<'source'>): Promise<SourceView> {
    return toSourceView(await this.service.find(ctx, sourceId));
  }

  @Allow('source:read')
  async sources(ctx: TenantContext, input: In<'sources'>): Promise<Page<SourceView>> {
    const { items, nextCursor } = await this.service.list(ctx, input);
    return { items: items.map(toSourceView), nextCursor };
  }

  @Allow('source:write')
  async setSourceEnabled(ctx: TenantContext, { sourceId, enabled }: In<'setSourceEnabled'>): Promise<SourceView> {
    return toSourceView(await this.service.setEnabled(ctx, sourceId, enabled));
  }

  @Allow('source:write')
  async issueCredential(ctx: TenantContext, { sourceId }: In<'issueCredential'>): Promise<IssuedCredential> {
    const { credential, token } = await this.credentials.issue(ctx, sourceId);
    return { tenantId: credential.tenantId, sourceId, credential: toCredentialView(credential), token };
  }

  @Allow('source:write')
  async revokeCredential(ctx: TenantContext, { credentialId }: In<'revokeCredential'>): Promise<SourceView> {
    return toSourceView(await this.credentials.revoke(ctx, credentialId));
  }
}
