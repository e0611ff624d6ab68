import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { auditApi, AuditEntryView, AuditVerdict, OperationParsed, Page } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { toEntryView, toVerdict } from './audit.mapping';
import { AuditService } from './audit.service';

type In<Name extends keyof typeof auditApi> = OperationParsed<(typeof auditApi)[Name]>;

@Injectable()
export class AuditController implements Implements<typeof auditApi> {
  constructor(private readonly audit: AuditService) {}

  @Allow('audit:read')
  async auditLog(ctx: TenantContext, input: In<'auditLog'>): Promise<Page<AuditEntryView>> {
    const { items, nextCursor } = await this.audit.log(ctx, input);
    return { items: items.map(toEntryView), nextCursor };
  }

  @Allow('audit:read')
  async verifyAudit(ctx: TenantContext, { tenantId }: In<'verifyAudit'>): Promise<AuditVerdict> {
    return toVerdict(tenantId, await this.audit.verify(ctx, tenantId));
  }
}
