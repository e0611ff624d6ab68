/** A boolean tree over leaves of one type. Shared sub-trees are allowed; cycles are not. */
export type Expression<Leaf> =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression<Leaf>[] }
  | { readonly kind: 'not'; readonly terms: readonly [Expression<Leaf>] };

export function leafOf<Leaf>(leaf: Leaf): Expression<Leaf> {
  return { kind: 'leaf', leaf };
}

/** Conjunction of the terms; a single term stands for itself. */
export function andOf<Leaf>(terms: readonly Expression<Leaf>[]): Expression<Leaf> {
  return terms.length === 1 ? terms[0] : { kind: 'and', terms };
}

/** Disjunction of the terms; a single term stands for itself. */
export function orOf<Leaf>(terms: readonly Expression<Leaf>[]): Expression<Leaf> {
  return terms.length === 1 ? terms[0] : { kind: 'or', terms };
}

/** Negation; a double negation cancels out. */
export function notOf<Leaf>(term: Expression<Leaf>): Expression<Leaf> {
  return term.kind === 'not' ? term.terms[0] : { kind: 'not', terms: [term] };
}

/**
 * Computes a value bottom-up. `inner` receives each branch with the values of its terms, in order. It keeps its own stack,
 * so a condition nested thousands of levels deep cannot exhaust the program's.
 */
export function foldExpression<Leaf, Value>(
  root: Expression<Leaf>,
  onLeaf: (leaf: Leaf) => Value,
  onBranch: (kind: 'and' | 'or' | 'not', values: readonly Value[]) => Value,
): Value {
  interface Frame { readonly node: Expression<Leaf>; readonly values: Value[]; }
  const stack: Frame[] = [{ node: root, values: [] }];
  for (;;) {
    const frame = stack[stack.length - 1];
    const { node, values } = frame;
    if (node.kind !== 'leaf' && values.length < node.terms.length) {
      stack.push({ node: node.terms[values.length], values: [] });
      continue;
    }
    const value = node.kind === 'leaf' ? onLeaf(node.leaf) : onBranch(node.kind, values);
    stack.pop();
    if (stack.length === 0) return value;
    stack[stack.length - 1].values.push(value);
  }
}

/** The same tree over other leaves. */
export function mapExpression<From, To>(root: Expression<From>, change: (leaf: From) => Expression<To>): Expression<To> {
  return foldExpression<From, Expression<To>>(root, change, (kind, terms) => {
    if (kind === 'not') return notOf(terms[0]);
    return kind === 'and' ? andOf(terms) : orOf(terms);
  });
}
