import type { Expression } from '../rule/expression';

/** Jump targets that end a program. */
const ACCEPT = -1;
const REJECT = -2;

/**
 * Turns a tree over slots into steps of three numbers: slot, where to go if it is true, where if it is false. The
 * assembler keeps its own stack, because conditions may be nested thousands of levels deep.
 */
export function assemble(root: Expression<number>, never: number): Int32Array {
  const code: number[] = [];
  const labels: number[] = [];
  type Task = { readonly node: Expression<number>; readonly onTrue: number; readonly onFalse: number } | { readonly label: number };
  const tasks: Task[] = [{ node: root, onTrue: ACCEPT, onFalse: REJECT }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ('label' in task) {
      labels[task.label] = code.length;
      continue;
    }
    const { node, onTrue, onFalse } = task;
    if (node.kind === 'leaf') code.push(node.leaf, onTrue, onFalse);
    else if (node.kind === 'not') tasks.push({ node: node.terms[0], onTrue: onFalse, onFalse: onTrue });
    else if (node.terms.length === 0) code.push(never, onTrue, node.kind === 'and' ? onTrue : onFalse);
    else {
      const sequence: Task[] = [];
      for (const [at, term] of node.terms.entries()) {
        const isLast = at === node.terms.length - 1;
        const next = isLast ? 0 : labels.push(-1) - 1;
        const goOn = isLast ? undefined : next;
        sequence.push(node.kind === 'and'
          ? { node: term, onTrue: goOn ?? onTrue, onFalse }
          : { node: term, onTrue, onFalse: goOn ?? onFalse });
        if (!isLast) sequence.push({ label: next });
      }
      tasks.push(...sequence.reverse());
    }
  }
  return Int32Array.from(code, (value, at) => (at % 3 === 0 || value < 0 ? value : labels[value]));
}

/** Runs an assembled program over the truth of slots. */
export function run(code: Int32Array, isTrue: (slot: number) => boolean): boolean {
  let at = 0;
  for (;;) {
    const target = isTrue(code[at]) ? code[at + 1] : code[at + 2];
    if (target < 0) return target === ACCEPT;
    at = target;
  }
}
