import { InvalidInput, unreachable } from '@yagura/kernel';
import type { LakeTable } from '../schema';
import type { Bindings } from './bindings';
import { isTextType, knownColumn, type KnownColumn } from './columns';
import { MAX_CONDITIONS, MAX_DEPTH, type Condition } from './lake-query';

/** Turns conditions into text made of our own words and placeholders; refuses trees beyond the caps. */
export class ConditionEmitter {
  private seen = 0;

  constructor(private readonly table: LakeTable, private readonly bindings: Bindings) {}

  emit(condition: Condition, depth = 0): string {
    this.seen += 1;
    if (depth > MAX_DEPTH || this.seen > MAX_CONDITIONS) throw new InvalidInput('The query has too many conditions.', { slug: 'lake.query_invalid', path: 'where' });
    switch (condition.op) {
      case 'and': return this.joined(condition.terms, ' AND ', '1', depth);
      case 'or': return this.joined(condition.terms, ' OR ', '0', depth);
      case 'not': return `NOT (${this.emit(condition.term, depth + 1)})`;
      case 'eq': return this.equal(knownColumn(this.table, condition.column), condition);
      case 'in': return this.among(knownColumn(this.table, condition.column), condition);
      case 'range': return this.between(knownColumn(this.table, condition.column), condition);
      case 'contains': case 'startsWith': case 'endsWith': return this.matching(knownColumn(this.table, condition.column), condition);
      default: return unreachable(condition);
    }
  }

  private joined(terms: readonly Condition[], word: string, empty: string, depth: number): string {
    return terms.length === 0 ? empty : `(${terms.map((term) => this.emit(term, depth + 1)).join(word)})`;
  }

  private equal(column: KnownColumn, { value, fold }: Condition & { op: 'eq' }): string {
    const placeholder = this.bindings.one(column.type, value, column.name);
    if (!fold || !isTextType(column.type)) return `${column.name} = ${placeholder}`;
    return `lowerUTF8(${column.name}) = lowerUTF8(${placeholder})`;
  }

  private among(column: KnownColumn, { values, fold }: Condition & { op: 'in' }): string {
    if (values.length === 0) return '0';
    if (!fold || !isTextType(column.type)) return `${column.name} IN ${this.bindings.many(column.type, values, column.name)}`;
    return `(${values.map((value) => this.equal(column, { op: 'eq', column: column.name, value, fold })).join(' OR ')})`;
  }

  private between(column: KnownColumn, { from, until }: Condition & { op: 'range' }): string {
    const sides = [
      ...(from === undefined ? [] : [`${column.name} >= ${this.bindings.one(column.type, from, column.name)}`]),
      ...(until === undefined ? [] : [`${column.name} < ${this.bindings.one(column.type, until, column.name)}`]),
    ];
    return sides.length === 0 ? '1' : `(${sides.join(' AND ')})`;
  }

  /** Never LIKE: its pattern would be unescaped twice and give `%` and `_` of a value a meaning. */
  private matching(column: KnownColumn, { op, text }: Condition & { op: 'contains' | 'startsWith' | 'endsWith' }): string {
    if (!isTextType(column.type)) throw new InvalidInput('Only text columns can be searched within.', { slug: 'lake.query_invalid', path: column.name });
    const placeholder = this.bindings.one(column.type, text, column.name);
    if (op === 'contains') return `positionCaseInsensitiveUTF8(${column.name}, ${placeholder}) > 0`;
    return `${op}(lowerUTF8(${column.name}), lowerUTF8(${placeholder}))`;
  }
}
