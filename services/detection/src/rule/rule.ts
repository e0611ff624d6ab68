import type { RuleSummary } from '@yagura/contracts';
import type { SigmaRule } from '@yagura/sigma';
import { definitionOf } from './rule-definition';

/** What people are told of a rule. */
export function summaryOf(rule: SigmaRule): Omit<RuleSummary, 'tenantId' | 'enabled' | 'reason'> {
  return {
    ruleId: rule.id ?? rule.title, title: rule.title, level: rule.level ?? 'medium', status: rule.status ?? 'test',
    description: rule.description ?? '', author: rule.author ?? '', license: rule.licence ?? '',
    tactics: [...rule.attack.tactics], techniques: [...rule.attack.techniques], ...definitionOf(rule),
  };
}
