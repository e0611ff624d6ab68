import { percentile } from './percentile';

/** How figures of one kind are spread: by rank, and the 95th of each quarter of the time, which shows whether the run was of one piece. Milliseconds. */
export interface Spread {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  readonly p95MsOfQuarters: readonly (number | null)[];
}

const QUARTERS = 4;

/** `times` stand in the order in which they were measured. */
export function spreadOf(times: readonly number[]): Spread {
  const quarters = Array.from({ length: QUARTERS }, (_, quarter) => times.slice(Math.floor((quarter * times.length) / QUARTERS), Math.floor(((quarter + 1) * times.length) / QUARTERS)));
  const [p50Ms, p95Ms, p99Ms, maxMs] = [0.5, 0.95, 0.99, 1].map((share) => tenth(percentile(times, share)));
  return { p50Ms, p95Ms, p99Ms, maxMs, p95MsOfQuarters: quarters.map((quarter) => tenth(percentile(quarter, 0.95))) };
}

/** One digit behind the point. */
export const tenth = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(1)));
