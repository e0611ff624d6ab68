import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { FindingsInput, FindingView, Page } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { FindingService } from './finding.service';

@Injectable()
export class FindingController {
  constructor(private readonly service: FindingService) {}

  @Allow('finding:read')
  findings(ctx: TenantContext, input: FindingsInput): Promise<Page<FindingView>> {
    return this.service.findings(ctx, input);
  }

  @Allow('finding:read')
  findingById(ctx: TenantContext, input: { readonly findingId: string }): Promise<FindingView> {
    return this.service.findingById(ctx, input);
  }
}
