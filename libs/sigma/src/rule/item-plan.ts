import type { Comparison } from '../predicate/number-value';
import type { TimePart } from '../predicate/time-part';
import { RuleFault } from './rule-issue';

/** A modifier that changes the value, in the order written. */
export type ValueStep =
  | 'expand' | 'windash' | 'base64' | 'base64offset' | 'utf16le' | 'utf16be' | 'utf16' | 'contains' | 'startswith' | 'endswith';
export type MatchKind = 'string' | 'regex' | 'cidr' | 'number' | 'exists' | 'fieldref';

/** What the modifiers of one item ask for. `field` is null for keywords. */
export interface ItemPlan {
  readonly field: string | null;
  readonly kind: MatchKind;
  readonly steps: readonly ValueStep[];
  readonly flags: string;
  readonly comparison: Comparison;
  readonly part: TimePart | undefined;
  readonly all: boolean;
  readonly negated: boolean;
  readonly cased: boolean;
}

const STEPS: ReadonlyMap<string, ValueStep> = new Map([
  ['expand', 'expand'], ['windash', 'windash'], ['base64', 'base64'], ['base64offset', 'base64offset'], ['wide', 'utf16le'],
  ['utf16le', 'utf16le'], ['utf16be', 'utf16be'], ['utf16', 'utf16'], ['contains', 'contains'], ['startswith', 'startswith'],
  ['endswith', 'endswith'],
]);
const ANCHORS: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith']);
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([['gt', 'gt'], ['gte', 'gte'], ['lt', 'lt'], ['lte', 'lte']]);
const PARTS: ReadonlyMap<string, TimePart> = new Map([
  ['minute', 'minute'], ['hour', 'hour'], ['day', 'day'], ['week', 'week'], ['month', 'month'], ['year', 'year'],
]);
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['i', 'i'], ['ignorecase', 'i'], ['m', 'm'], ['multiline', 'm'], ['s', 's'], ['dotall', 's'],
]);
const KINDS: ReadonlyMap<string, MatchKind> = new Map([['re', 'regex'], ['cidr', 'cidr'], ['exists', 'exists'], ['fieldref', 'fieldref']]);

/** Reads `field|modifier|modifier` and refuses unknown modifiers and pairs without a meaning. */
export function planItem(key: string, place: string): ItemPlan {
  const [field, ...modifiers] = key.split('|');
  const draft = { kind: 'string' as MatchKind, steps: [] as ValueStep[], flags: '', comparison: undefined as Comparison | undefined,
    part: undefined as TimePart | undefined, all: false, negated: false, cased: false };
  let previous = '';
  for (const modifier of modifiers) {
    const illegal = (): RuleFault => new RuleFault('illegal_modifiers', place, `modifier "${modifier}" cannot follow "${previous}"`);
    const step = STEPS.get(modifier);
    const kind = KINDS.get(modifier);
    const comparison = COMPARISONS.get(modifier);
    const part = PARTS.get(modifier);
    const flag = FLAGS.get(modifier);
    if (modifier === 'all') draft.all = true;
    else if (modifier === 'neq') draft.negated = true;
    else if (modifier === 'cased') draft.cased = true;
    else if (step !== undefined) draft.steps.push(step);
    else if (flag !== undefined) {
      if (previous !== 're' && !FLAGS.has(previous)) throw illegal();
      draft.flags += draft.flags.includes(flag) ? '' : flag;
    } else if (kind !== undefined || comparison !== undefined || part !== undefined) {
      const wanted = kind ?? 'number';
      const isRepeated = (comparison !== undefined && draft.comparison !== undefined) || (part !== undefined && draft.part !== undefined);
      const isTaken = draft.kind !== 'string' && (draft.kind !== wanted || kind !== undefined);
      if (isTaken || isRepeated || !mayFollow(wanted, draft.steps)) throw illegal();
      draft.kind = wanted;
      draft.comparison = comparison ?? draft.comparison;
      draft.part = part ?? draft.part;
    } else throw new RuleFault('unknown_modifier', place, `unknown modifier ${JSON.stringify(modifier)}`);
    if (!isLegal(draft.kind, modifier, draft.cased)) throw illegal();
    previous = modifier;
  }
  if (field === '' && (draft.kind === 'number' || draft.kind === 'exists' || draft.kind === 'fieldref')) {
    throw new RuleFault('illegal_modifiers', place, `modifier "${previous}" needs a field`);
  }
  return { ...draft, field: field === '' ? null : field, comparison: draft.comparison ?? 'eq' };
}

/** Regular expressions and networks are raw values: only placeholders may have been put in before. */
function mayFollow(kind: MatchKind, steps: readonly ValueStep[]): boolean {
  return steps.every((step) => (kind === 'fieldref' ? ANCHORS.has(step) : kind !== 'exists' && step === 'expand'));
}

function isLegal(kind: MatchKind, modifier: string, cased: boolean): boolean {
  if (kind === 'string') return true;
  if (kind === 'fieldref') return !STEPS.has(modifier) || ANCHORS.has(modifier);
  return !STEPS.has(modifier) && !cased && !(kind === 'exists' && modifier === 'all');
}
