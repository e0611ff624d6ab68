import { RuleFault } from './rule-issue';
import { andOf, notOf, orOf, type Expression } from './expression';

/** Looks up what a condition names. */
export interface ConditionScope<Leaf> {
  readonly names: readonly string[];
  expressionOf(name: string): Expression<Leaf>;
  /** `all of` a single identifier that is a list of keywords asks for every keyword. */
  everyKeywordOf(name: string): Expression<Leaf> | undefined;
}

type Operator = 'or' | 'and' | 'not' | '(';
const PRECEDENCE: Readonly<Record<Operator, number>> = { '(': 0, or: 1, and: 2, not: 3 };

/**
 * Reads a Sigma condition. Precedence, lowest first: or, and, not, `X of`, brackets (specification 2.1, "Condition").
 * Operators and operands have their own stacks, so neither nesting nor a chain of thousands of terms can overflow.
 */
export function parseCondition<Leaf>(text: string, scope: ConditionScope<Leaf>): Expression<Leaf> {
  return new ConditionReader(text, scope).read();
}

class ConditionReader<Leaf> {
  private readonly tokens: readonly string[];
  private readonly operators: Operator[] = [];
  private readonly operands: { joined: 'and' | 'or' | undefined; terms: Expression<Leaf>[] }[] = [];
  private at = 0;

  constructor(text: string, private readonly scope: ConditionScope<Leaf>) {
    this.tokens = text.match(/[()|]|[^\s()|]+/g) ?? [];
    if (this.tokens.length === 0) throw fault('empty_condition', 'the condition is empty');
    if (this.tokens.includes('|')) throw fault('pipe_aggregation', 'the old pipe aggregation is not part of Sigma any more; use a correlation');
  }

  read(): Expression<Leaf> {
    let wantsOperand = true;
    while (this.at < this.tokens.length) wantsOperand = wantsOperand ? this.operand() : this.operator();
    if (wantsOperand) throw fault('condition_syntax', 'the condition ends where a name is expected');
    while (this.operators.length > 0) this.reduce();
    return close(this.takeOperand());
  }

  /** Reads what may stand where a value is expected; returns whether a value is still expected. */
  private operand(): boolean {
    const token = this.tokens[this.at];
    const word = token.toLowerCase();
    if (token === '(' || (word === 'not' && !this.isQuantifier())) {
      this.operators.push(token === '(' ? '(' : 'not');
      this.at++;
      return true;
    }
    if (token === ')' || word === 'and' || word === 'or') throw fault('condition_syntax', `"${token}" stands where a name is expected`);
    this.operands.push({ joined: undefined, terms: [this.isQuantifier() ? this.quantified() : this.named(token)] });
    return false;
  }

  private operator(): boolean {
    const token = this.tokens[this.at++];
    const word = token.toLowerCase();
    if (token === ')') {
      this.closeBracket();
      return false;
    }
    if (word !== 'and' && word !== 'or') throw fault('condition_syntax', `"${token}" stands where "and" or "or" is expected`);
    while (this.operators.length > 0 && PRECEDENCE[this.operators[this.operators.length - 1]] > PRECEDENCE[word]) this.reduce();
    this.operators.push(word);
    return true;
  }

  private closeBracket(): void {
    while (this.operators.at(-1) !== '(') {
      if (this.operators.length === 0) throw fault('condition_syntax', 'a bracket is closed that was not opened');
      this.reduce();
    }
    this.operators.pop();
    this.operands.push({ joined: undefined, terms: [close(this.takeOperand())] });
  }

  /** Equal operators are left on the stack by `operator`, so a chain folds from its right end into one flat branch. */
  private reduce(): void {
    const operator = this.operators.pop();
    if (operator === '(') throw fault('condition_syntax', 'a bracket is not closed');
    const right = this.takeOperand();
    if (operator === 'not') {
      this.operands.push({ joined: undefined, terms: [notOf(close(right))] });
      return;
    }
    if (operator === undefined) throw fault('condition_syntax', 'an operator is missing');
    const left = this.takeOperand();
    const tail = right.joined === operator ? right.terms : [close(right)];
    tail.push(close(left));
    this.operands.push({ joined: operator, terms: tail });
  }

  private takeOperand(): { joined: 'and' | 'or' | undefined; terms: Expression<Leaf>[] } {
    const operand = this.operands.pop();
    if (operand === undefined) throw fault('condition_syntax', 'a name is missing');
    return operand;
  }

  private isQuantifier(): boolean {
    return this.tokens[this.at + 1]?.toLowerCase() === 'of';
  }

  private quantified(): Expression<Leaf> {
    const [count, , pattern] = this.tokens.slice(this.at, this.at + 3);
    this.at += 3;
    const quantity = count.toLowerCase();
    if (quantity !== '1' && quantity !== 'any' && quantity !== 'all') {
      throw fault('unknown_quantifier', `"${count} of" is not one of "1 of", "any of" and "all of"`);
    }
    if (pattern === undefined || pattern === '(' || pattern === ')') throw fault('condition_syntax', `"${count} of" lacks a pattern`);
    if (quantity === 'all' && this.scope.names.includes(pattern)) {
      const every = this.scope.everyKeywordOf(pattern);
      if (every !== undefined) return every;
    }
    const names = namesLike(pattern, this.scope.names);
    if (names.length === 0) throw fault('pattern_without_match', `"${pattern}" fits no identifier`);
    const terms = names.map((name) => this.scope.expressionOf(name));
    return quantity === 'all' ? andOf(terms) : orOf(terms);
  }

  private named(name: string): Expression<Leaf> {
    this.at++;
    if (!this.scope.names.includes(name)) throw fault('undefined_identifier', `there is no identifier "${name}"`);
    return this.scope.expressionOf(name);
  }
}

/** `them`, and patterns that do not start with an underscore, leave out the identifiers that do. */
function namesLike(pattern: string, names: readonly string[]): string[] {
  const glob = pattern.toLowerCase() === 'them' ? '*' : pattern;
  const hidden = !glob.startsWith('_');
  return names.filter((name) => !(hidden && name.startsWith('_')) && fits(glob.split('*'), name));
}

function fits(pieces: readonly string[], name: string): boolean {
  if (pieces.length === 1) return pieces[0] === name;
  const last = pieces[pieces.length - 1];
  let at = pieces[0].length;
  if (!name.startsWith(pieces[0])) return false;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

function close<Leaf>(operand: { readonly joined: 'and' | 'or' | undefined; readonly terms: Expression<Leaf>[] }): Expression<Leaf> {
  if (operand.joined === undefined) return operand.terms[0];
  const terms = operand.terms.slice().reverse();
  return operand.joined === 'and' ? andOf(terms) : orOf(terms);
}

function fault(slug: string, message: string): RuleFault {
  return new RuleFault(slug, 'detection.condition', message);
}
