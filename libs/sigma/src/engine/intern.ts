import { predicateKey, type Predicate } from '../predicate/predicate';
import { leafOf, mapExpression, type Expression } from '../rule/expression';

/** Gives equal predicates one number, across all rules of a set. The numbers are the leaves of the compiled trees. */
export class PredicateTable {
  readonly predicates: Predicate[] = [];
  private readonly numbers = new Map<string, number>();

  intern(expression: Expression<Predicate>): Expression<number> {
    return mapExpression<Predicate, number>(expression, (predicate) => leafOf(this.numberOf(predicate)));
  }

  private numberOf(predicate: Predicate): number {
    const key = predicateKey(predicate);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.predicates.length;
    this.predicates.push(predicate);
    this.numbers.set(key, number);
    return number;
  }
}
