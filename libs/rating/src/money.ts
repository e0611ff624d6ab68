import { decimalText, type Exact, exact, integer, multiply, type Rounding, roundToWhole } from './exact';
import { InvalidRating } from './rating.errors';

/** The currency of an amount and how its lines are rounded. `minor` is its number of decimals: JPY 0, USD 2, KWD 3. */
export interface MoneyRules {
  readonly currency: string;
  readonly minor: number;
  readonly rounding: Rounding;
}

/** A whole number of minor units: yen, cents. */
export type MinorUnits = bigint;

/** Rounds an exact value in major units to minor units: once per line, never a unit price (specification 5.1). */
export const roundMoney = (value: Exact, rules: Pick<MoneyRules, 'minor' | 'rounding'>): MinorUnits =>
  roundToWhole(multiply(value, integer(scaleOf(rules.minor))), rules.rounding);

/** Reads an amount that is stated in whole minor units already; throws InvalidRating when it has more decimals than the currency. */
export function parseMoney(text: string, minor: number, path?: string): MinorUnits {
  const scaled = multiply(exact(text, path), integer(scaleOf(minor)));
  if (scaled.num % scaled.den !== 0n) throw new InvalidRating('The amount has more decimals than its currency.', path);
  return scaled.num / scaled.den;
}

/** Decimal text with exactly `minor` decimals. */
export const moneyText = (amount: MinorUnits, minor: number): string => decimalText(amount, minor);

/** The exact value in major units. */
export const moneyValue = (amount: MinorUnits, minor: number): Exact => ({ num: amount, den: scaleOf(minor) });

function scaleOf(minor: number): bigint {
  if (!Number.isInteger(minor) || minor < 0 || minor > 4) throw new InvalidRating('A currency has zero to four decimals.', 'minor');
  return 10n ** BigInt(minor);
}

/**
 * Shares `total` in proportion to `weights`: exact shares, floored, and the missing units to the largest remainders, ties to the earlier one
 * (specification 5.1). The shares always sum to `total`; weights that sum to zero share nothing, so `total` must then be zero.
 */
export function largestRemainder(total: MinorUnits, weights: readonly bigint[]): MinorUnits[] {
  const whole = weights.reduce((all, weight) => all + weight, 0n);
  if (whole === 0n) {
    if (total !== 0n) throw new InvalidRating('An amount cannot be shared over nothing.', 'lines');
    return weights.map(() => 0n);
  }
  const sign = whole < 0n ? -1n : 1n;
  const shares = weights.map((weight) => floorShare(total * weight * sign, whole * sign));
  let missing = total - shares.reduce((all, one) => all + one.units, 0n);
  const order = shares.map((one, index) => ({ ...one, index })).sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  const units = shares.map((one) => one.units);
  for (const { index } of order) {
    if (missing === 0n) break;
    units[index] += 1n;
    missing -= 1n;
  }
  return units;
}

function floorShare(num: bigint, den: bigint): { units: bigint; rest: bigint } {
  let units = num / den;
  if (num < 0n && units * den !== num) units -= 1n;
  return { units, rest: num - units * den };
}
