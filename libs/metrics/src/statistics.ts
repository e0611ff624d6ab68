/** Why a figure is null; shown instead of a number (specification 3.3). */
export type NullReason = 'no_items' | 'zero_denominator';

/** Durations in minutes with three decimals; all null, with the reason, when there are none. */
export interface DurationStatistics {
  readonly n: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly nullReason?: NullReason;
}

/** The value at position ceil(percent · n / 100) of the sorted list: nearest rank, as SQL's percentile_disc. `sorted` must not be empty. */
export function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1];
}

/** Statistics of durations given in whole milliseconds, none negative; the order does not matter. */
export function durationStatistics(durationsMs: readonly number[]): DurationStatistics {
  const n = durationsMs.length;
  if (n === 0) return { n, mean: null, p50: null, p90: null, nullReason: 'no_items' };
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const sum = sorted.reduce((all, one) => all + one, 0);
  return { n, mean: minutes(sum, n), p50: minutes(nearestRank(sorted, 50)), p90: minutes(nearestRank(sorted, 90)) };
}

/** Milliseconds, divided by `n`, as minutes rounded half up to three decimals. Whole numbers until the last step, so no tie is lost. */
export const minutes = (ms: number, n = 1): number => roundHalfUp(BigInt(ms) * 1000n, 60_000n * BigInt(n)) / 1000;

/** A share rounded half up to six decimals; null for a denominator of zero. */
export const ratio = (numerator: number, denominator: number): number | null =>
  (denominator === 0 ? null : roundHalfUp(BigInt(numerator) * 1_000_000n, BigInt(denominator)) / 1_000_000);

/** A share in percent, cut to two decimals and never rounded, so that 99.999 never reads 100; null for a denominator of zero. */
export const percent = (numerator: number, denominator: number): number | null =>
  (denominator === 0 ? null : Number((BigInt(numerator) * 10_000n) / BigInt(denominator)) / 100);

/** Quotient of numbers that are not negative, to the nearest whole, ties up. */
const roundHalfUp = (num: bigint, den: bigint): number => Number((2n * num + den) / (2n * den));
