import { Random } from '../demo/random';

/** One kill among many. */
export interface PlannedKill {
  /** Place of the victim in the list that was given. */
  readonly victim: number;
  /** It is killed before the former victim is back. */
  readonly isOverlapping: boolean;
  /** How much is waited for before it, in what the load makes. */
  readonly after: number;
}

/** Longest wait in the load's own measure. */
export const MOST_AFTER = 4;

/** So many kills in an order that the seed alone decides: every victim at least once, the rest by chance, about half of them overlapping. */
export function killOrder(seed: number, victims: number, kills: number): readonly PlannedKill[] {
  const random = new Random(seed);
  const chosen = Array.from({ length: Math.max(kills, victims) }, (_, at) => (at < victims ? at : random.below(victims)));
  for (let at = chosen.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [chosen[at], chosen[other]] = [chosen[other], chosen[at]];
  }
  return chosen.map((victim, at) => ({ victim, isOverlapping: at > 0 && random.below(2) === 0, after: 1 + random.below(MOST_AFTER) }));
}
