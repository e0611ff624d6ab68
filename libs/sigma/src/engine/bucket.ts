import type { Predicate } from '../predicate/predicate';
import { evaluatePredicate } from '../predicate/evaluate';
import type { SigmaRecord } from '../record/sigma-record';
import { foldExpression, type Expression } from '../rule/expression';
import { isInMask, type RuleIndex, type RuleMask } from './rule-mask';

export interface BucketMember { readonly index: RuleIndex; readonly expression: Expression<number>; }

/** The rules of one log source. */
export class Bucket {
  constructor(private readonly members: readonly BucketMember[], private readonly predicates: readonly Predicate[]) {}

  match(record: SigmaRecord, disabled?: RuleMask): RuleIndex[] {
    return this.members.filter(({ index, expression }) => !(disabled !== undefined && isInMask(disabled, index))
      && foldExpression<number, boolean>(expression, (leaf) => evaluatePredicate(this.predicates[leaf], record),
        (kind, values) => (kind === 'and' ? values.every(Boolean) : kind === 'or' ? values.some(Boolean) : !values[0]))).map(({ index }) => index);
  }
}
