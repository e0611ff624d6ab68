import { InvalidRating } from './rating.errors';

/** How the exact value of a line becomes minor units; `half_up` rounds ties away from zero, also below it (specification 5.1). */
export type Rounding = 'half_up' | 'half_even' | 'floor' | 'ceil';

/** An exact quotient of whole numbers with a positive denominator. Nothing in this library is ever a binary float. */
export interface Exact { readonly num: bigint; readonly den: bigint }

const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/;

export const ZERO: Exact = { num: 0n, den: 1n };

/** Reads a plain decimal such as `-12.50`; throws InvalidRating for exponents, signs other than `-`, and more than 60 digits a side. */
export function exact(text: string, path?: string): Exact {
  const match = DECIMAL.exec(text);
  if (match === null) throw new InvalidRating('A number must be plain decimal text.', path);
  const [, sign, whole, fraction = ''] = match;
  const num = BigInt(whole + fraction);
  return { num: sign === '-' ? -num : num, den: 10n ** BigInt(fraction.length) };
}

/** Like `exact`, for a value that cannot be below zero. */
export function exactNotNegative(text: string, path?: string): Exact {
  const value = exact(text, path);
  if (value.num < 0n) throw new InvalidRating('The number must not be negative.', path);
  return value;
}

export const integer = (value: bigint | number): Exact => ({ num: BigInt(value), den: 1n });
export const add = (a: Exact, b: Exact): Exact => (a.den === b.den ? { num: a.num + b.num, den: a.den } : { num: a.num * b.den + b.num * a.den, den: a.den * b.den });
export const subtract = (a: Exact, b: Exact): Exact => add(a, { num: -b.num, den: b.den });
export const multiply = (a: Exact, b: Exact): Exact => ({ num: a.num * b.num, den: a.den * b.den });
export const compare = (a: Exact, b: Exact): number => { const left = a.num * b.den; const right = b.num * a.den; return left < right ? -1 : left > right ? 1 : 0; };
export const maximum = (a: Exact, b: Exact): Exact => (compare(a, b) < 0 ? b : a);
export const minimum = (a: Exact, b: Exact): Exact => (compare(a, b) > 0 ? b : a);
export const sum = (values: readonly Exact[]): Exact => values.reduce(add, ZERO);

/** `a / b`; throws InvalidRating when `b` is zero. */
export function divide(a: Exact, b: Exact, path?: string): Exact {
  if (b.num === 0n) throw new InvalidRating('Division by zero.', path);
  return b.num < 0n ? { num: -a.num * b.den, den: a.den * -b.num } : { num: a.num * b.den, den: a.den * b.num };
}

/** The greatest whole number not above the value. */
export function floor(value: Exact): bigint {
  const quotient = value.num / value.den;
  return value.num < 0n && quotient * value.den !== value.num ? quotient - 1n : quotient;
}

/** The least whole number not below the value. */
export const ceil = (value: Exact): bigint => -floor({ num: -value.num, den: value.den });

/** The whole number nearest by the given rule. */
export function roundToWhole(value: Exact, rounding: Rounding): bigint {
  const low = floor(value);
  const above = (value.num - low * value.den) * 2n;
  switch (rounding) {
    case 'floor': return low;
    case 'ceil': return ceil(value);
    case 'half_up': return above > value.den || (above === value.den && value.num > 0n) ? low + 1n : low;
    case 'half_even': return above > value.den || (above === value.den && low % 2n !== 0n) ? low + 1n : low;
  }
}

/** Decimal text with exactly `decimals` digits after the point, for a whole number of units of that size. */
export function decimalText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return units < 0n ? `-${text}` : text;
}

/** A quantity as people read it: all its decimals when they end, else six, rounded half up; no trailing zeros (specification 5.3). */
export function quantityText(value: Exact): string {
  const decimals = terminatingDecimals(value) ?? 6;
  const text = decimalText(roundToWhole({ num: value.num * 10n ** BigInt(decimals), den: value.den }, 'half_up'), decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function terminatingDecimals(value: Exact): number | null {
  let den = value.den / greatestCommonDivisor(value.num, value.den);
  let twos = 0;
  let fives = 0;
  for (; den % 2n === 0n; den /= 2n) twos += 1;
  for (; den % 5n === 0n; den /= 5n) fives += 1;
  return den === 1n ? Math.max(twos, fives) : null;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a < 0n ? -a : a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}
