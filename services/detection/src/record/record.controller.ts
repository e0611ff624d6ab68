import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { RawEvent, RawEventInput, RulesInput, RuleSummary, SetRuleInput, StoredTelemetry } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import { RuleService } from '../rule/rule.service';
import { RecordService } from './record.service';

@Injectable()
export class DetectionController {
  constructor(private readonly ruleService: RuleService, private readonly records: RecordService) {}

  @Allow('rule:read')
  rules(ctx: TenantContext, input: RulesInput): Promise<{ readonly contentVersion: string; readonly items: readonly RuleSummary[] }> {
    return this.ruleService.list(ctx, input);
  }

  @Allow('rule:write')
  setRule(ctx: TenantContext, input: SetRuleInput): Promise<RuleSummary> {
    return this.ruleService.set(ctx, input);
  }

  @Allow('telemetry:read')
  rawEvent(ctx: TenantContext, input: RawEventInput): Promise<RawEvent> {
    return this.records.open(ctx, input);
  }

  @Allow('source:read')
  stored(ctx: TenantContext, input: { readonly tenantId?: string | null }): Promise<{ readonly items: readonly StoredTelemetry[] }> {
    return this.records.stored(ctx, input);
  }
}
