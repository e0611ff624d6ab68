import { filterKey, filterPart, readQueueSearch, type QueueSearch } from './queue-search';

/** A view is a name for an address of the queue. */
export interface SavedView { readonly name: string; readonly search: QueueSearch }

export const BUILT_IN: readonly { readonly id: 'open' | 'mine' | 'urgent' | 'hold'; readonly search: QueueSearch }[] = [
  { id: 'open', search: {} }, { id: 'mine', search: { owner: 'me' } }, { id: 'urgent', search: { owner: 'nobody', severity: 'high' } }, { id: 'hold', search: { status: 'on_hold' } },
];

export const LONGEST_NAME = 60;
const MOST_VIEWS = 50;
const keptAs = (personId: string): string => `yagura-queue-views:${personId}`;

/** Views that a person kept in this browser. What cannot be understood is left out. */
export function keptViews(storage: Pick<Storage, 'getItem'>, personId: string): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keptAs(personId)) ?? '[]');
    return Array.isArray(kept) ? (kept as unknown[]).flatMap(viewIn).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

/** Keeps a view under its name, in place of the one of that name; the result is what is kept from now on. */
export function withView(views: readonly SavedView[], name: string, search: QueueSearch): readonly SavedView[] {
  const view = { name: name.trim().slice(0, LONGEST_NAME), search: filterPart(search) };
  if (view.name === '') return views;
  const others = views.filter((other) => other.name !== view.name);
  return [...others, view].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST_VIEWS);
}

export function keepViews(storage: Pick<Storage, 'setItem'>, personId: string, views: readonly SavedView[]): void {
  storage.setItem(keptAs(personId), JSON.stringify(views));
}

/** The view that an address is, if it is one: built in by its id, else by its name. */
export function viewOf(search: QueueSearch, own: readonly SavedView[]): { readonly builtIn: (typeof BUILT_IN)[number]['id'] } | { readonly name: string } | undefined {
  const key = filterKey(search);
  const builtIn = BUILT_IN.find((view) => filterKey(view.search) === key);
  if (builtIn !== undefined) return { builtIn: builtIn.id };
  const mine = own.find((view) => filterKey(view.search) === key);
  return mine === undefined ? undefined : { name: mine.name };
}

function viewIn(kept: unknown): SavedView[] {
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || !('search' in kept)) return [];
  const { name, search } = kept;
  if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME || typeof search !== 'object' || search === null) return [];
  return [{ name, search: filterPart(readQueueSearch(search as Record<string, unknown>)) }];
}
