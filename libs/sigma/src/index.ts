export { compileRules, type CompileOptions } from './engine/compile-rules';
export { CompiledRules, type CompiledRule, type CompiledRulesParts, type NeedsValues } from './engine/compiled-rules';
export { matchByTree } from './engine/oracle';
export { emptyMask, isInMask, setInMask, type RuleIndex, type RuleMask } from './engine/rule-mask';
export { type Predicate } from './predicate/predicate';
export { ObjectRecord } from './record/object-record';
export type { RecordLogSource, SigmaRecord, SourceValue } from './record/sigma-record';
export { attackOf, type AttackReferences } from './rule/attack';
export { type Expression } from './rule/expression';
export { parseRules, type ParsedRules } from './rule/parse-rules';
export { type PlaceholderValues } from './rule/placeholder';
export { type RuleIssue, type RuleRefusal } from './rule/rule-issue';
export {
  SIGMA_LEVELS, SIGMA_STATUSES, type RuleLogSource, type RuleMetadata, type SigmaLevel, type SigmaRule, type SigmaStatus,
} from './rule/sigma-rule';
