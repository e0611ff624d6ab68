/** A part of a case as far as it was read; the cursors are those of the API. */
export interface Part<Row> {
  readonly rows: readonly Row[];
  /** What led to the last page; undefined for the first. */
  readonly lastAt: string | undefined;
  /** What leads to the next page; undefined when all is read. */
  readonly next: string | undefined;
}

export interface PageOf<Row> { readonly nodes: readonly Row[]; readonly pageInfo: { readonly endCursor?: string | null; readonly hasNextPage: boolean } }

interface Entry { readonly id: string; readonly at: string; readonly kind: string }
interface Said { readonly id: string; readonly at: string }
interface Fired { readonly id: string; readonly createdAt: string }

export interface Parts<Finding extends Fired, Told extends Entry, Comment extends Said> {
  readonly findings: Part<Finding>; readonly timeline: Part<Told>; readonly comments: Part<Comment>;
}

/** One thing in the story; `gapMs` is how long nothing had happened before it, where that is long. */
export type StoryItem<Finding, Told, Comment> = { readonly id: string; readonly at: number; readonly gapMs?: number } & (
  | { readonly kind: 'finding'; readonly finding: Finding } | { readonly kind: 'entry'; readonly entry: Told } | { readonly kind: 'comment'; readonly comment: Comment });

/** A pause that is worth a line of its own. */
const LONG_MS = 30 * 60_000;
/** At one instant: the case is opened, its findings join, then people say and decide. */
const ORDER = { opened: 0, finding: 1, comment: 2, entry: 3 } as const;

export const emptyPart: Part<never> = { rows: [], lastAt: undefined, next: undefined };

/** A page that was read at a cursor. Rows that are held already stay where they are, with what is newer of the two. */
export function withPage<Row extends { readonly id: string }>(part: Part<Row>, { nodes, pageInfo }: PageOf<Row>, at: string | undefined): Part<Row> {
  const read = new Map(nodes.map((row) => [row.id, row]));
  const kept = part.rows.map((row) => read.get(row.id) ?? row);
  const held = new Set(part.rows.map(({ id }) => id));
  return { rows: [...kept, ...nodes.filter(({ id }) => !held.has(id))], lastAt: at, next: pageInfo.hasNextPage ? pageInfo.endCursor ?? undefined : undefined };
}

/**
 * Findings, entries and comments in one order of time. A comment's own entry is left out. While one part has pages that were not read, nothing behind
 * its last row is shown, so that what is read later always comes below.
 */
export function storyOf<Finding extends Fired, Told extends Entry, Comment extends Said>(
  { findings, timeline, comments }: Parts<Finding, Told, Comment>,
): { readonly items: readonly StoryItem<Finding, Told, Comment>[]; readonly isCut: boolean } {
  const time = (text: string): number => new Date(text).getTime();
  const ends = [horizon(findings.next, findings.rows.map(({ createdAt }) => time(createdAt))), ...[timeline, comments].map(({ rows, next }) => horizon(next, rows.map(({ at }) => time(at))))];
  const end = Math.min(...ends);
  const all: (StoryItem<Finding, Told, Comment> & { readonly order: number })[] = [
    ...findings.rows.map((finding) => ({ id: finding.id, at: time(finding.createdAt), kind: 'finding' as const, finding, order: ORDER.finding })),
    ...timeline.rows.filter(({ kind }) => kind !== 'COMMENTED').map((entry) => ({ id: entry.id, at: time(entry.at), kind: 'entry' as const, entry, order: entry.kind === 'OPENED' ? ORDER.opened : ORDER.entry })),
    ...comments.rows.map((comment) => ({ id: comment.id, at: time(comment.at), kind: 'comment' as const, comment, order: ORDER.comment })),
  ];
  // Entries of one decision have one instant: the API's order is theirs, and sorting keeps it.
  const items = all.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
  return { items: items.map(({ order: _, ...item }, index) => withGap(item as StoryItem<Finding, Told, Comment>, items[index - 1]?.at)), isCut: end !== Number.POSITIVE_INFINITY };
}

const horizon = (next: string | undefined, times: readonly number[]): number => (next === undefined ? Number.POSITIVE_INFINITY : times.reduce((latest, at) => Math.max(latest, at), 0));

const withGap = <Item extends { readonly at: number }>(item: Item, before: number | undefined): Item =>
  (before !== undefined && item.at - before >= LONG_MS ? { ...item, gapMs: item.at - before } : item);

/** What is in the second story and was not in the first. */
export function news<Item extends { readonly id: string }>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
