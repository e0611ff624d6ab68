import { foldExpression, type Expression } from '../rule/expression';
import type { SlotTable } from './slot-table';

interface Witness { readonly slots: readonly number[]; readonly cost: number; }

/**
 * Slots of which at least one fires whenever the tree is true, chosen to fire as seldom as possible; undefined when the
 * tree can be true of a record that fires nothing. A conjunction needs only one of its terms, a disjunction all of them,
 * and a negation vouches for nothing.
 */
export function witnessOf(root: Expression<number>, table: SlotTable): readonly number[] | undefined {
  return foldExpression<number, Witness | undefined>(root,
    (slot) => {
      const waker = table.wakerOf(slot);
      return waker === undefined ? undefined : { slots: [waker], cost: table.frequencies[waker] };
    },
    (kind, values) => {
      if (kind === 'not') return undefined;
      const known = values.filter((value) => value !== undefined);
      if (kind === 'and') return known.reduce<Witness | undefined>((best, one) => (best === undefined || one.cost < best.cost ? one : best), undefined);
      if (known.length < values.length) return undefined;
      return { slots: [...new Set(known.flatMap(({ slots }) => slots))], cost: known.reduce((sum, { cost }) => sum + cost, 0) };
    })?.slots;
}
