import { evaluatePredicate } from '../predicate/evaluate';
import type { SigmaRecord } from '../record/sigma-record';
import { foldExpression } from '../rule/expression';
import type { CompiledRules } from './compiled-rules';
import { coversSource } from './log-source';
import { isInMask, type RuleIndex, type RuleMask } from './rule-mask';

/**
 * Matches by walking every rule's tree, without any index: the reference that the indexed engine must equal. Kept for
 * ever; pre-filters that silently lose matches are the classic fault of this kind of engine.
 */
export function matchByTree(rules: CompiledRules, record: SigmaRecord, disabled?: RuleMask): RuleIndex[] {
  const matches: RuleIndex[] = [];
  for (const [index, rule] of rules.compiled.entries()) {
    if (disabled !== undefined && isInMask(disabled, index)) continue;
    if (!coversSource(rule.logsource, record.logsource)) continue;
    const isMatch = foldExpression<number, boolean>(rule.expression,
      (leaf) => evaluatePredicate(rules.predicates[leaf], record),
      (kind, values) => (kind === 'and' ? values.every(Boolean) : kind === 'or' ? values.some(Boolean) : !values[0]));
    if (isMatch) matches.push(index);
  }
  return matches;
}
