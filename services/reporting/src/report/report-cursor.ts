import { InvalidInput, isUuid } from '@yagura/kernel';
import { z } from 'zod';

const place = z.strictObject({ list: z.string().max(60), at: z.iso.datetime(), id: z.string().refine(isUuid) });

/** A place in the list of reports of one filter. */
export interface ReportPlace { readonly at: string; readonly id: string }

const listOf = (tenantId: string | null): string => `reports:${tenantId ?? 'all'}`;

export const cursorAt = (tenantId: string | null, { at, id }: ReportPlace): string =>
  Buffer.from(JSON.stringify({ list: listOf(tenantId), at, id })).toString('base64url');

/** The place that a cursor of this list names; a cursor of another list or filter is refused. */
export function placeOf(tenantId: string | null, after: string | undefined): ReportPlace | undefined {
  if (after === undefined) return undefined;
  const parsed = place.safeParse(jsonIn(after));
  if (!parsed.success || parsed.data.list !== listOf(tenantId)) throw new InvalidInput('The cursor belongs to another list.', { slug: 'page.cursor_unfit', path: 'after' });
  return { at: parsed.data.at, id: parsed.data.id };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
