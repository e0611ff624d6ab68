import { InvalidInput } from '@yagura/kernel';
import type { Page } from '@yagura/contracts';
import { z } from 'zod';

const cursorShape = z.strictObject({ list: z.string().max(200), key: z.string().max(200) });

/** The key behind which a page of `list` begins; undefined at its beginning. A cursor of another list or filter is refused, not guessed at. */
export function keyBehind(list: string, after: string | undefined): string | undefined {
  if (after === undefined) return undefined;
  const parsed = cursorShape.safeParse(jsonIn(after));
  if (!parsed.success || parsed.data.list !== list) throw new InvalidInput('The cursor belongs to another list.', { slug: 'page.cursor_unfit', path: 'after' });
  return parsed.data.key;
}

/** A page from one row more than was asked for. */
export function pageOf<Item>(list: string, first: number, rows: readonly Item[], keyOf: (item: Item) => string): Page<Item> {
  const items = rows.slice(0, first);
  const last = items.at(-1);
  const nextCursor = rows.length > first && last !== undefined ? Buffer.from(JSON.stringify({ list, key: keyOf(last) })).toString('base64url') : null;
  return { items, nextCursor };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
