/** What a column asks for in points: all cells on one line, and the least that tears no word. */
export interface ColumnWish {
  readonly natural: number;
  readonly least: number;
  /** Columns of numbers keep their natural width. */
  readonly isFixed: boolean;
}

/**
 * Shares `width` among columns. What is left over goes to the flexible columns in proportion to their wishes; what is lacking is
 * taken from them first, never below the least while that is possible at all.
 */
export function columnWidths(wishes: readonly ColumnWish[], width: number): number[] {
  const isFlexible = wishes.map((wish) => !wish.isFixed || wishes.every((other) => other.isFixed));
  const asked = sum(wishes.map((wish) => wish.natural));
  if (asked <= width) {
    const flexible = sum(wishes.map((wish, at) => (isFlexible[at] ? wish.natural : 0)));
    return wishes.map((wish, at) => wish.natural + (isFlexible[at] ? ((width - asked) * wish.natural) / flexible : 0));
  }
  const floor = wishes.map((wish, at) => (isFlexible[at] ? wish.least : wish.natural));
  if (sum(floor) > width) return squeezed(wishes, width);
  const wanted = sum(wishes.map((wish, at) => wish.natural - floor[at]));
  return wishes.map((wish, at) => floor[at] + ((width - sum(floor)) * (wish.natural - floor[at])) / wanted);
}

/** Too narrow for the words themselves: everyone gives in proportion, and words are torn. */
function squeezed(wishes: readonly ColumnWish[], width: number): number[] {
  const all = sum(wishes.map((wish) => wish.least));
  return wishes.map((wish) => (width * wish.least) / all);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
