import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { BalanceInput, SourceBalance, SourceHealth } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { LedgerService } from '../ledger/ledger.service';
import { SourceService } from './source.service';

@Injectable()
export class SourceController {
  constructor(private readonly sources: SourceService, private readonly ledger: LedgerService) {}

  @Allow('source:read')
  health(ctx: TenantContext, input: { readonly tenantId?: string | null }): Promise<{ readonly items: readonly SourceHealth[] }> {
    return this.sources.health(ctx, input);
  }

  @Allow('source:read')
  balance(ctx: TenantContext, input: BalanceInput): Promise<{ readonly items: readonly SourceBalance[] }> {
    return this.ledger.balance(ctx, input);
  }
}
