import { lowerDetection } from '../rule/detection';
import type { PlaceholderValues } from '../rule/placeholder';
import type { RuleRefusal } from '../rule/rule-issue';
import type { RuleMetadata, SigmaRule } from '../rule/sigma-rule';
import { CompiledRules, type CompiledRule, type NeedsValues } from './compiled-rules';
import { PredicateTable } from './intern';

export interface CompileOptions { readonly placeholders?: PlaceholderValues; }

/**
 * Compiles rules into one immutable set, in the given order. A rule without values for its placeholders is listed in
 * `needsValues`, one whose filled-in values are unusable in `refused`; neither is part of the set. Caveat: the set of one
 * tenant's placeholder values must not serve another.
 */
export function compileRules(rules: readonly SigmaRule[], options: CompileOptions = {}): CompiledRules {
  const table = new PredicateTable();
  const compiled: CompiledRule[] = [];
  const needsValues: NeedsValues[] = [];
  const refused: RuleRefusal[] = [];
  for (const rule of rules) {
    const lowered = rule.expression !== undefined
      ? { expression: rule.expression, missing: [], faults: [] }
      : lowerDetection(rule.detection, options.placeholders ?? new Map());
    const metadata = metadataOf(rule);
    for (const { path, slug, message } of lowered.faults) {
      const label = rule.name ?? rule.id ?? rule.title;
      refused.push({ file: rule.file, rule: label, path, slug, message: `rule ${label}: ${path}: ${message}` });
    }
    if (lowered.faults.length > 0) continue;
    if (lowered.missing.length > 0) needsValues.push({ rule: metadata, placeholders: lowered.missing });
    else if (lowered.expression !== undefined) compiled.push({ metadata, logsource: rule.logsource, expression: table.intern(lowered.expression) });
  }
  return new CompiledRules({ compiled, predicates: table.predicates, needsValues, refused });
}

/** Only what a finding needs, so that a compiled set does not keep the parsed documents alive. */
function metadataOf(rule: SigmaRule): RuleMetadata {
  const { id, name, title, description, level, status, tags, attack, author, licence, references, falsepositives, fields, file } = rule;
  return { id, name, title, description, level, status, tags, attack, author, licence, references, falsepositives, fields, file };
}
