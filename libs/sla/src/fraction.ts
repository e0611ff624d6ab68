/** An exact quotient of whole numbers with a positive denominator. Only `proportional` retargets leave whole milliseconds. */
export interface Fraction { readonly num: bigint; readonly den: bigint }

export const ZERO: Fraction = { num: 0n, den: 1n };

export const whole = (value: number): Fraction => ({ num: BigInt(value), den: 1n });

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.den === b.den ? { num: a.num + b.num, den: a.den } : reduce({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
}

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { num: -b.num, den: b.den });

/** `a` multiplied by `num / den`; `den` must be positive. */
export const scale = (a: Fraction, num: bigint, den: bigint): Fraction => reduce({ num: a.num * num, den: a.den * den });

/** The greatest whole number not above the fraction. */
export function floor(a: Fraction): number {
  const quotient = a.num / a.den;
  return Number(a.num < 0n && quotient * a.den !== a.num ? quotient - 1n : quotient);
}

/** The least whole number not below the fraction. */
export const ceil = (a: Fraction): number => -floor({ num: -a.num, den: a.den }) + 0;

function reduce(a: Fraction): Fraction {
  let left = a.num < 0n ? -a.num : a.num;
  let right = a.den;
  while (right !== 0n) [left, right] = [right, left % right];
  return left === 0n ? ZERO : { num: a.num / left, den: a.den / left };
}
