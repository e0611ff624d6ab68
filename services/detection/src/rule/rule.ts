import type { RuleSummary } from '@yagura/contracts';
import type { CompiledRules } from '@yagura/sigma';

/** What people are told of a rule; the rule text itself stays with the content. */
export function summaryOf(rules: CompiledRules, index: number): Omit<RuleSummary, 'tenantId' | 'enabled' | 'reason'> {
  const { metadata } = rules.compiled[index];
  return {
    ruleId: metadata.id ?? metadata.title, title: metadata.title, level: metadata.level ?? 'medium', status: metadata.status ?? 'test',
    description: metadata.description ?? '', author: metadata.author ?? '', license: metadata.licence ?? '',
    tactics: [...metadata.attack.tactics], techniques: [...metadata.attack.techniques],
  };
}
