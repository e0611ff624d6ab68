import { InvalidInput } from '@yagura/kernel';
import type { Page } from '@yagura/contracts';
import { z } from 'zod';

/** Longest text of a cursor that is read at all is set by the contract; this bounds its parts. */
const cursorShape = z.strictObject({ list: z.string().max(300), key: z.array(z.union([z.string().max(64), z.int()])).min(1).max(3) });
export type CursorKey = readonly (string | number)[];

/** The text that leads to the rows behind `key` of one list with its filter; the gateway seals it against changes. */
export const cursorAfter = (list: string, key: CursorKey): string => Buffer.from(JSON.stringify({ list, key })).toString('base64url');

/**
 * The key in a cursor of this list, in the shape that its order has, or undefined at its beginning. A cursor of another list or filter
 * is refused, not guessed at.
 */
export function keyBehind<Key>(list: string, after: string | undefined, shape: z.ZodType<Key>): Key | undefined {
  if (after === undefined) return undefined;
  const cursor = cursorShape.safeParse(jsonIn(after));
  const key = shape.safeParse(cursor.data?.key);
  if (cursor.data?.list !== list || !key.success) throw new InvalidInput('The cursor belongs to another list.', { slug: 'page.cursor_unfit', path: 'after' });
  return key.data;
}

/** A page of views from rows, of which there is one more than was asked for when another page follows. */
export function pageOf<Row, View>(list: string, first: number, rows: readonly Row[], keyOf: (row: Row) => CursorKey, view: (row: Row) => View): Page<View> {
  const shown = rows.length > first ? rows.slice(0, first) : rows;
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > first && last !== undefined ? cursorAfter(list, keyOf(last)) : null };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
