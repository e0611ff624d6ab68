/** A case by what people call it, as its address does. */
export interface NumberedCase { readonly slug: string; readonly number: number }

/** The list that a case was opened from: its address with its filter, and its cases in the order in which they were shown. */
export interface CameFrom { readonly at: string; readonly cases: readonly NumberedCase[] }

/** Where a case stands in the list that one came from; `place` counts from one. */
export interface PlaceInList { readonly at: string; readonly place: number; readonly count: number; readonly previous?: NumberedCase; readonly next?: NumberedCase }

const KEPT_AS = 'yagura-came-from';

/** Keeps the list for this tab, until another list is left or the person signs out. A list that the storage has no room for is not kept. */
export function keepCameFrom(storage: Pick<Storage, 'setItem' | 'removeItem'>, { at, cases }: CameFrom): void {
  try {
    storage.setItem(KEPT_AS, JSON.stringify({ at, cases: cases.map(({ slug, number }) => [slug, number]) }));
  } catch {
    storage.removeItem(KEPT_AS);
  }
}

/** Forgets the list: it may name cases that the person may not see any more. */
export const forgetCameFrom = (storage: Pick<Storage, 'removeItem'>): void => storage.removeItem(KEPT_AS);

/** The list that was kept; undefined when there is none that can be understood. */
export function readCameFrom(storage: Pick<Storage, 'getItem'>): CameFrom | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEPT_AS) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('cases' in kept)) return undefined;
    const { at, cases } = kept;
    // Only a path of this origin is followed.
    if (typeof at !== 'string' || !/^\/(?![/\\])/.test(at) || !Array.isArray(cases)) return undefined;
    return { at, cases: (cases as unknown[]).flatMap(numbered) };
  } catch {
    return undefined;
  }
}

function numbered(pair: unknown): NumberedCase[] {
  if (!Array.isArray(pair)) return [];
  const [slug, number] = pair as unknown[];
  return typeof slug === 'string' && typeof number === 'number' ? [{ slug, number }] : [];
}

/** Where a case stands in a list; undefined when it is not in it. */
export function placeIn(list: CameFrom | undefined, { slug, number }: NumberedCase): PlaceInList | undefined {
  const index = list?.cases.findIndex((one) => one.slug === slug && one.number === number) ?? -1;
  if (list === undefined || index < 0) return undefined;
  const [previous, next] = [list.cases[index - 1], list.cases[index + 1]];
  return { at: list.at, place: index + 1, count: list.cases.length, ...(previous === undefined ? {} : { previous }), ...(next === undefined ? {} : { next }) };
}
