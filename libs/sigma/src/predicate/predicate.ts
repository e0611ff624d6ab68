import type { RE2JS } from 're2js';
import type { PatternPart } from '../text/pattern';
import type { IpNetwork } from './ip-network';
import type { Comparison, NumberValue } from './number-value';
import type { TimePart } from './time-part';

export type TextOperation = 'equals' | 'contains' | 'startswith' | 'endswith';

/** The field a predicate reads; null means keywords: the message, or every value when there is no message. */
export type PredicateField = string | null;

/** `needle` is folded unless `cased`. */
export interface TextPredicate {
  readonly kind: 'text'; readonly field: PredicateField; readonly operation: TextOperation;
  readonly needle: string; readonly cased: boolean;
}
/** A pattern with inner wildcards, anchored at both ends; literals are folded unless `cased`. */
export interface GlobPredicate {
  readonly kind: 'glob'; readonly field: PredicateField; readonly parts: readonly PatternPart[]; readonly cased: boolean;
}
export interface RegexPredicate {
  readonly kind: 'regex'; readonly field: PredicateField; readonly source: string; readonly flags: string; readonly program: RE2JS;
}
export interface CidrPredicate { readonly kind: 'cidr'; readonly field: PredicateField; readonly text: string; readonly network: IpNetwork; }
export interface ComparePredicate {
  readonly kind: 'compare'; readonly field: string; readonly comparison: Comparison; readonly value: NumberValue;
  readonly part: TimePart | undefined;
}
export interface FieldRefPredicate {
  readonly kind: 'fieldref'; readonly field: string; readonly other: string; readonly operation: TextOperation; readonly cased: boolean;
}
/** `present`: some value that is not null. `exists`: the key is there, with whatever value. `null`: no key, or null. */
export interface PresencePredicate { readonly kind: 'present'; readonly field: PredicateField; }
export interface ExistsPredicate { readonly kind: 'exists'; readonly field: string; readonly expected: boolean; }
export interface NullPredicate { readonly kind: 'null'; readonly field: string; }

/** One typed test on one field of a record; the leaf of every rule's tree. */
export type Predicate =
  | TextPredicate | GlobPredicate | RegexPredicate | CidrPredicate | ComparePredicate | FieldRefPredicate
  | PresencePredicate | ExistsPredicate | NullPredicate;

/** Equal keys mean equal predicates; used to intern them across a rule set. */
export function predicateKey(predicate: Predicate): string {
  const facts = Object.entries(predicate).filter(([name]) => name !== 'program' && name !== 'network');
  return JSON.stringify(facts.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}n` : (value as unknown)]));
}
