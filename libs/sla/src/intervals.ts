import type { Millis } from './instant';

/** A half-open span of time `[from, to)`. */
export interface Interval { readonly from: Millis; readonly to: Millis }

/** Sorted, disjoint, non-empty intervals that cover what the given ones cover; touching ones are joined. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last === undefined || next.from > last.to) merged.push(next);
    else if (next.to > last.to) merged[merged.length - 1] = { from: last.from, to: next.to };
  }
  return merged;
}

/** What both merged lists cover. */
export function intersect(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const shared: Interval[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    const from = Math.max(left[l].from, right[r].from);
    const to = Math.min(left[l].to, right[r].to);
    if (from < to) shared.push({ from, to });
    if (left[l].to < right[r].to) l += 1;
    else r += 1;
  }
  return shared;
}

/** What the first merged list covers and the second does not. */
export function subtract(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  let rest: Interval[] = [...from];
  for (const hole of taken) {
    rest = rest.flatMap((one) => [{ from: one.from, to: Math.min(one.to, hole.from) }, { from: Math.max(one.from, hole.to), to: one.to }]
      .filter((part) => part.to > part.from && part.from >= one.from && part.to <= one.to));
  }
  return merge(rest);
}
