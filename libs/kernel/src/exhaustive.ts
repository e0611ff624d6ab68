/** Ends an exhaustive switch: a new member of the union fails to compile here, and an unknown value at run time throws. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected value of a closed set: ${typeof value}`);
}
