import type { Predicate } from '../predicate/predicate';
import { parseCondition } from './condition';
import { andOf, orOf, type Expression } from './expression';
import { lowerItem, type LoweringScope } from './lower-item';
import type { PlaceholderValues } from './placeholder';
import { IssueLog, RuleFault, type RuleIssue } from './rule-issue';
import { isMapping, readSelection, type Selection } from './selection';

/** The `detection` section as read: search identifiers and one or more conditions, of which any may hold. */
export interface Detection { readonly selections: ReadonlyMap<string, Selection>; readonly conditions: readonly string[]; }

export interface LoweredDetection {
  readonly expression: Expression<Predicate> | undefined;
  /** Names of placeholders that have no values; the expression is not usable while there are any. */
  readonly missing: readonly string[];
  readonly faults: readonly RuleIssue[];
}

/** Reads the section; undefined when it lacks what every rule needs, with the reasons in the log. */
export function readDetection(source: unknown, log: IssueLog): Detection | undefined {
  return log.attempt(() => {
    if (!isMapping(source)) throw new RuleFault('missing_detection', 'detection', 'a rule needs a detection section');
    const { condition, ...identifiers } = source;
    const conditions = log.attempt(() => readConditions(condition));
    if ('timeframe' in identifiers) {
      throw new RuleFault('timeframe', 'detection.timeframe', 'a timeframe belongs to the old pipe aggregation; use a correlation');
    }
    const names = Object.keys(identifiers);
    if (names.length === 0) throw new RuleFault('empty_detection', 'detection', 'the detection section has no search identifier');
    const selections = new Map<string, Selection>();
    for (const name of names) {
      const selection = readSelection(identifiers[name], `detection.${name}`, log);
      if (selection !== undefined) selections.set(name, selection);
    }
    return conditions === undefined || selections.size < names.length ? undefined : { selections, conditions };
  });
}

/** Builds the boolean tree of a detection with the given placeholder values. */
export function lowerDetection(detection: Detection, placeholders: PlaceholderValues): LoweredDetection {
  const log = new IssueLog();
  const scope: LoweringScope = { placeholders, missing: new Set() };
  const lowered = new Map<string, Expression<Predicate>>();
  for (const [name, selection] of detection.selections) lowered.set(name, lowerSelection(selection, scope, log));
  const expression = log.attempt(() => orOf(detection.conditions.map((condition) => parseCondition(condition, {
    names: [...lowered.keys()],
    expressionOf: (name) => lowered.get(name) ?? { kind: 'or', terms: [] },
    everyKeywordOf: (name) => everyKeyword(detection.selections.get(name), scope, log),
  }))));
  return { expression, missing: [...scope.missing], faults: log.faults };
}

function readConditions(source: unknown): string[] {
  const list: unknown[] = Array.isArray(source) ? source : [source];
  const conditions = list.filter((one) => typeof one === 'string');
  if (source === undefined || source === null || list.length === 0) {
    throw new RuleFault('missing_condition', 'detection.condition', 'a detection needs a condition');
  }
  if (conditions.length < list.length) throw new RuleFault('invalid_value', 'detection.condition', 'a condition is not text');
  return conditions;
}

function lowerSelection(selection: Selection, scope: LoweringScope, log: IssueLog): Expression<Predicate> {
  if (selection.kind === 'any') return orOf(selection.members.map((member) => lowerSelection(member, scope, log)));
  return andOf(selection.items.flatMap(({ plan, values, place }) => log.attempt(() => lowerItem(plan, values, place, scope)) ?? []));
}

function everyKeyword(selection: Selection | undefined, scope: LoweringScope, log: IssueLog): Expression<Predicate> | undefined {
  if (selection?.kind !== 'any' || !selection.isKeywords) return undefined;
  return andOf(selection.members.map((member) => lowerSelection(member, scope, log)));
}
