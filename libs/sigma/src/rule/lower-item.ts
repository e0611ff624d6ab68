import { RE2JS, RE2JSException } from 're2js';
import { numberOf } from '../predicate/number-value';
import { parseNetwork } from '../predicate/ip-network';
import type { Predicate, PredicateField, TextOperation } from '../predicate/predicate';
import { canonicalText } from '../text/canonical-text';
import { fold } from '../text/fold';
import { ANY_RUN, countDashes, expandDashes, parsePattern, plainText, tidy, withLiterals, type PatternPart } from '../text/pattern';
import { andOf, leafOf, notOf, orOf, type Expression } from './expression';
import type { ItemPlan } from './item-plan';
import { expandPlaceholders, placeholderNames, type ExpandedValue, type PlaceholderValues } from './placeholder';
import { RuleFault } from './rule-issue';
import { applySteps } from './value-steps';

export type Scalar = string | number | bigint | boolean | null;

/** What lowering needs besides the rule: placeholder values, and a place to note names that have none. */
export interface LoweringScope { readonly placeholders: PlaceholderValues; readonly missing: Set<string>; }

/** Up to this many dashes a value is written out, so that the literal indexes serve it; beyond it a pattern is matched. */
const MAX_WRITTEN_DASHES = 2;

/** The tree of one item: an OR group per value, joined by OR or, with `all`, by AND; `neq` negates the whole. */
export function lowerItem(plan: ItemPlan, values: readonly Scalar[], place: string, scope: LoweringScope): Expression<Predicate> {
  const terms = values.map((value) => orOf(alternatives(plan, value, place, scope).map((predicate) => leafOf(predicate))));
  const joined = plan.all ? andOf(terms) : orOf(terms);
  return plan.negated ? notOf(joined) : joined;
}

function alternatives(plan: ItemPlan, value: Scalar, place: string, scope: LoweringScope): Predicate[] {
  if (value === null) return [nullPredicate(plan, place)];
  switch (plan.kind) {
    case 'exists': return [{ kind: 'exists', field: fieldOf(plan, place), expected: truth(value, place) }];
    case 'number': return [numberPredicate(plan, value, place)];
    case 'fieldref': return [fieldReference(plan, value, place)];
    case 'regex': return readings(plan, value, place, scope).map(({ text }) => regexPredicate(plan, text, place));
    case 'cidr': return readings(plan, value, place, scope).map(({ text }) => cidrPredicate(plan, text, place));
    case 'string': return readings(plan, value, place, scope)
      .flatMap(({ parts }) => applySteps(parts, plan.steps, place))
      .flatMap((parts) => patternPredicates(plan, typeof value === 'boolean', parts));
  }
}

/** A name without values yields a value that nothing has; the caller then sets the rule aside because of `missing`. */
function readings(plan: ItemPlan, value: Scalar, place: string, scope: LoweringScope): ExpandedValue[] {
  const text = canonicalText(value) ?? '';
  if (!plan.steps.includes('expand')) return [{ text, parts: plan.kind === 'string' ? parsePattern(text) : [] }];
  const unknown = placeholderNames(text).filter((name) => (scope.placeholders.get(name) ?? []).length === 0);
  for (const name of unknown) scope.missing.add(name);
  return unknown.length > 0 ? [] : expandPlaceholders(text, scope.placeholders, place);
}

function patternPredicates(plan: ItemPlan, isBoolean: boolean, written: readonly PatternPart[]): Predicate[] {
  const isAnchored = plan.field !== null || plan.steps.includes('startswith') || plan.steps.includes('endswith');
  const open = isAnchored ? written : tidy([ANY_RUN, ...written, ANY_RUN]);
  const cased = plan.cased && !isBoolean;
  const parts = cased ? open : withLiterals(open, fold);
  const dashes = countDashes(parts);
  const spelled = dashes > 0 && dashes <= MAX_WRITTEN_DASHES ? expandDashes(parts) : [parts];
  return spelled.map((reading) => patternPredicate(plan.field, reading, cased));
}

function patternPredicate(field: PredicateField, parts: readonly PatternPart[], cased: boolean): Predicate {
  if (parts.length === 1 && parts[0] === ANY_RUN) return { kind: 'present', field };
  const isOpenLeft = parts[0] === ANY_RUN;
  const isOpenRight = parts.at(-1) === ANY_RUN;
  const needle = plainText(parts.slice(isOpenLeft ? 1 : 0, isOpenRight ? -1 : undefined));
  if (needle === undefined) return { kind: 'glob', field, parts, cased };
  return { kind: 'text', field, operation: operationOf(isOpenLeft, isOpenRight), needle, cased };
}

function operationOf(isOpenLeft: boolean, isOpenRight: boolean): TextOperation {
  if (isOpenLeft) return isOpenRight ? 'contains' : 'endswith';
  return isOpenRight ? 'startswith' : 'equals';
}

function regexPredicate(plan: ItemPlan, source: string, place: string): Predicate {
  const flags = (plan.flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0)
    | (plan.flags.includes('m') ? RE2JS.MULTILINE : 0) | (plan.flags.includes('s') ? RE2JS.DOTALL : 0);
  try {
    const sorted = [...plan.flags].sort().join('');
    return { kind: 'regex', field: plan.field, source, flags: sorted, program: RE2JS.compile(source, flags) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new RuleFault('regex_refused', place, `the regular expression is not one that runs in linear time: ${error.message}`);
  }
}

function cidrPredicate(plan: ItemPlan, text: string, place: string): Predicate {
  const network = parseNetwork(text);
  if (network === undefined) throw new RuleFault('invalid_network', place, `${JSON.stringify(text)} is not a network, or has host bits set`);
  return { kind: 'cidr', field: plan.field, text, network };
}

function numberPredicate(plan: ItemPlan, value: Scalar, place: string): Predicate {
  const number = numberOf(value);
  if (number === undefined) throw new RuleFault('not_a_number', place, `${JSON.stringify(String(value))} is not a number`);
  return { kind: 'compare', field: fieldOf(plan, place), comparison: plan.comparison, value: number, part: plan.part };
}

function fieldReference(plan: ItemPlan, value: Scalar, place: string): Predicate {
  if (typeof value !== 'string' || value === '') throw new RuleFault('invalid_field_reference', place, 'fieldref needs the name of a field');
  const [opensLeft, opensRight] = [plan.steps.includes('contains') || plan.steps.includes('endswith'),
    plan.steps.includes('contains') || plan.steps.includes('startswith')];
  return { kind: 'fieldref', field: fieldOf(plan, place), other: value, operation: operationOf(opensLeft, opensRight), cased: plan.cased };
}

function nullPredicate(plan: ItemPlan, place: string): Predicate {
  const isPlain = plan.kind === 'string' && plan.steps.length === 0;
  if (!isPlain || plan.field === null) throw new RuleFault('null_with_modifier', place, 'null has no text that a modifier or a keyword could use');
  return { kind: 'null', field: plan.field };
}

function truth(value: Scalar, place: string): boolean {
  const text = canonicalText(value)?.toLowerCase();
  if (text !== 'true' && text !== 'false') throw new RuleFault('not_a_boolean', place, 'exists needs true or false');
  return text === 'true';
}

function fieldOf(plan: ItemPlan, place: string): string {
  if (plan.field === null) throw new RuleFault('illegal_modifiers', place, 'this modifier needs a field');
  return plan.field;
}
