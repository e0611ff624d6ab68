import type { LogEntry } from './entry-words';

/** Entries this near to each other tell of one look: a page reads an object in several parts, and each reading writes its entry. */
const NEAR_MS = 60_000;

type Foldable = Pick<LogEntry, 'at' | 'actor' | 'action' | 'objectKind' | 'objectId'>;

/** Entries that tell the same of the same object, in the order of the newest. */
export interface FoldedEntries<Entry> { readonly newest: Entry; readonly count: number }

/** Neighbouring entries (newest first) of one person, act and object within a minute of the newest become one line; nothing is lost, only counted. */
export function foldEntries<Entry extends Foldable>(entries: readonly Entry[]): FoldedEntries<Entry>[] {
  const folded: FoldedEntries<Entry>[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (last !== undefined && isSame(last.newest, entry)) folded[folded.length - 1] = { newest: last.newest, count: last.count + 1 };
    else folded.push({ newest: entry, count: 1 });
  }
  return folded;
}

const isSame = (newest: Foldable, older: Foldable): boolean =>
  newest.action === older.action && newest.objectKind === older.objectKind && newest.objectId === older.objectId && newest.actor.kind === older.actor.kind
  && newest.actor.name === older.actor.name && Math.abs(Date.parse(newest.at) - Date.parse(older.at)) <= NEAR_MS;
