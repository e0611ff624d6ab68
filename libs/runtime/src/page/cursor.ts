import { createHash } from 'node:crypto';
import type { Page } from '@yagura/contracts';
import { InvalidInput } from '@yagura/kernel';
import { z } from 'zod';

/** What the order of a list compares: one text, or up to three parts. */
export type CursorKey = string | readonly (string | number)[];

// The contract bounds the text of a cursor; this bounds its parts.
const cursorShape = z.strictObject({
  list: z.string().max(300), key: z.union([z.string().max(300), z.array(z.union([z.string().max(64), z.int()])).min(1).max(3)]),
});

/** The name of a list with its filter: a cursor of another one does not fit. */
export const listName = (noun: string, filter: Readonly<Record<string, unknown>>): string =>
  `${noun}:${createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 22)}`;

/** The text that leads to the rows behind `key` of one list with its filter. */
export const cursorAfter = (list: string, key: CursorKey): string => Buffer.from(JSON.stringify({ list, key })).toString('base64url');

/**
 * The key in a cursor of this list, in the shape that its order has (a text where none is named), or undefined at its beginning. A cursor of
 * another list or filter is refused with InvalidInput (`page.cursor_unfit`), not guessed at.
 */
export function keyBehind(list: string, after: string | undefined): string | undefined;
export function keyBehind<Key>(list: string, after: string | undefined, shape: z.ZodType<Key>): Key | undefined;
export function keyBehind(list: string, after: string | undefined, shape: z.ZodType = z.string()): unknown {
  if (after === undefined) return undefined;
  const cursor = cursorShape.safeParse(jsonIn(after));
  const key = shape.safeParse(cursor.data?.key);
  if (cursor.data?.list !== list || !key.success) throw new InvalidInput('The cursor belongs to another list.', { slug: 'page.cursor_unfit', path: 'after' });
  return key.data;
}

/** A page from rows, of which there is one more than was asked for when another page follows. */
export function pageOf<Row>(list: string, first: number, rows: readonly Row[], keyOf: (row: Row) => CursorKey): Page<Row>;
export function pageOf<Row, View>(list: string, first: number, rows: readonly Row[], keyOf: (row: Row) => CursorKey, view: (row: Row) => View): Page<View>;
export function pageOf<Row>(list: string, first: number, rows: readonly Row[], keyOf: (row: Row) => CursorKey, view: (row: Row) => unknown = (row) => row): Page<unknown> {
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > first && last !== undefined ? cursorAfter(list, keyOf(last)) : null };
}

/** The last row of a page, in the order newest first. */
export interface PageEnd { readonly at: string; readonly id: string }

const endShape = z.tuple([z.iso.datetime(), z.uuid()]).transform(([at, id]): PageEnd => ({ at, id }));

/** Where the page before ended in a list that is newest first; undefined at the beginning. Its key is `[instant, id]`. */
export const endBefore = (list: string, after: string | undefined): PageEnd | undefined => keyBehind(list, after, endShape);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
