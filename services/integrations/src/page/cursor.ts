import { createHash } from 'node:crypto';
import { InvalidInput } from '@yagura/kernel';
import { z } from 'zod';

const cursorShape = z.strictObject({ list: z.string().max(80), at: z.iso.datetime(), id: z.uuid() });

/** The last row of a page, in the order newest first. */
export interface PageEnd { readonly at: string; readonly id: string }

/** The name of a list with its filter: a cursor of another one does not fit. */
export const listName = (noun: string, filter: Readonly<Record<string, unknown>>): string =>
  `${noun}:${createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 22)}`;

export const cursorAt = (list: string, { at, id }: PageEnd): string => Buffer.from(JSON.stringify({ list, at, id })).toString('base64url');

/** Where the page before ended, or undefined at the beginning; refuses a cursor of another list or filter. */
export function endBefore(list: string, after: string | undefined): PageEnd | undefined {
  if (after === undefined) return undefined;
  const parsed = cursorShape.safeParse(jsonIn(after));
  if (!parsed.success || parsed.data.list !== list) throw new InvalidInput('The cursor belongs to another list.', { slug: 'page.cursor_unfit', path: 'after' });
  return parsed.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
