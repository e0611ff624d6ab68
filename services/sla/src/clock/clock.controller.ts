import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { ClockReplay, ClocksInput, ClockView, Page, SlaSummary, SlaSummaryInput } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { ClockListService } from './clock-list.service';
import { ReplayService } from './replay.service';

type Clocks = { readonly items: readonly ClockView[] };

@Injectable()
export class ClockController {
  constructor(private readonly lists: ClockListService, private readonly replays: ReplayService) {}

  @Allow('sla:read')
  clocks(ctx: TenantContext, input: ClocksInput): Promise<Page<ClockView>> {
    return this.lists.list(ctx, input);
  }

  @Allow('sla:read')
  clocksOfCase(ctx: TenantContext, { caseId }: { readonly caseId: string }): Promise<Clocks> {
    return this.lists.ofCase(ctx, caseId);
  }

  @Allow('sla:read')
  clocksOfCases(ctx: TenantContext, { caseIds }: { readonly caseIds: readonly string[] }): Promise<Clocks> {
    return this.lists.ofCases(ctx, caseIds);
  }

  @Allow('sla:read')
  slaSummary(ctx: TenantContext, input: SlaSummaryInput): Promise<SlaSummary> {
    return this.lists.summary(ctx, input);
  }

  @Allow('sla:read')
  replay(ctx: TenantContext, { clockId }: { readonly clockId: string }): Promise<ClockReplay> {
    return this.replays.replay(ctx, clockId);
  }
}
