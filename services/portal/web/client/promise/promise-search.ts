import { isMonth } from '../month/month';

export const PROMISE_SHOWS = ['kept', 'missed', 'running'] as const;
export type PromiseShow = (typeof PROMISE_SHOWS)[number];

/** Which month, and which of its promises are listed. */
export interface PromiseSearch { readonly month?: string; readonly show?: PromiseShow }

/** Reads the address; what it does not know is left out. */
export function promiseSearch({ month, show }: Readonly<Record<string, unknown>>): PromiseSearch {
  const known = PROMISE_SHOWS.find((one) => one === show);
  return { ...(isMonth(month) && { month }), ...(known !== undefined && { show: known }) };
}
