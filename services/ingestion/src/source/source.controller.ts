import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { BalanceInput, DoorAddresses, ReportedVersion, SourceBalance, SourceHealth } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { DoorAddressService } from '../door/door-address.service';
import { LedgerService } from '../ledger/ledger.service';
import { SourceService } from './source.service';

@Injectable()
export class SourceController {
  constructor(private readonly sources: SourceService, private readonly ledger: LedgerService, private readonly address: DoorAddressService) {}

  @Allow('source:read')
  health(ctx: TenantContext, input: { readonly tenantId?: string | null }): Promise<{ readonly items: readonly SourceHealth[] }> {
    return this.sources.health(ctx, input);
  }

  @Allow('source:read')
  async doors(ctx: TenantContext, { sourceIds }: { readonly sourceIds: readonly string[] }): Promise<DoorAddresses & { readonly items: readonly ReportedVersion[] }> {
    return { ...this.address.addresses, items: await this.sources.reportedVersions(ctx, sourceIds) };
  }

  @Allow('source:write')
  setReportedVersion(ctx: TenantContext, { sourceId, version }: { readonly sourceId: string; readonly version: string | null }): Promise<ReportedVersion> {
    return this.sources.setReportedVersion(ctx, sourceId, version);
  }

  @Allow('source:read')
  balance(ctx: TenantContext, input: BalanceInput): Promise<{ readonly items: readonly SourceBalance[] }> {
    return this.ledger.balance(ctx, input);
  }
}
