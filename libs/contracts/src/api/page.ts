import { z } from 'zod';

/** Keyset paging of every list: at most 100 rows, behind an opaque cursor of the page before. */
export const pageInput = { first: z.int().min(1).max(100).default(20), after: z.string().max(1_000).optional() };

/** Text that people type into one line: trimmed, without control characters, line separators or half surrogates. */
export const lineOf = (longest: number): z.ZodType<string, string> =>
  z.string().trim().min(1).max(longest).regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u, 'must be one line of text');

/** A name of the IANA time zone database that this runtime knows, such as Asia/Tokyo. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone such as Asia/Tokyo');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0 && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
