import { SEVERITY_NAMES } from './queue-search';

export type SeverityWord = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
export type StatusWord = 'NEW' | 'IN_PROGRESS' | 'ON_HOLD' | 'RESOLVED' | 'CLOSED';

/** What the list needs to know of a row. */
export interface ListedCase {
  readonly id: string; readonly number: number; readonly title: string; readonly severity: SeverityWord; readonly status: StatusWord; readonly openedAt: string;
  readonly version: number; readonly tenant: { readonly id: string };
}

/** What the live feed tells of a case. */
export interface CaseNews {
  readonly kind: string; readonly caseId: string; readonly tenantId: string; readonly number: number; readonly title: string; readonly severity: SeverityWord;
  readonly status: StatusWord; readonly version: number;
}

/** Which cases belong into the list, as far as news can tell. */
export interface NewsFilter {
  readonly statuses: readonly StatusWord[]; readonly severityAtLeast?: SeverityWord | undefined; readonly tenantId?: string | undefined; readonly assignedToMe?: boolean | undefined;
  readonly words?: string | undefined;
}

/** Where a row would be after the list is put in order: further up, further down, or no longer in it. */
export type Move = 'up' | 'down' | 'out';

/**
 * The rows that are shown, in the order in which they were read. No news moves, adds or takes a row away: what would is kept as `moves` and `waiting`
 * until the reader asks for it.
 */
export interface HeldList<Row extends ListedCase> {
  readonly rows: readonly Row[];
  readonly moves: ReadonlyMap<string, Move>;
  /** Ids of cases that belong into the list and are not shown. */
  readonly waiting: ReadonlySet<string>;
  /** Rank of each row when it took its place. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** A list holds this many rows; the oldest pages stay, and reading on stops with a word about it. */
export const MOST_ROWS = 2_000;

export const emptyList = <Row extends ListedCase>(): HeldList<Row> => ({ rows: [], moves: new Map(), waiting: new Set(), ranks: new Map() });

/** The queue's order by status and severity, lower first, as the API counts it. */
export const rankOf = ({ status, severity }: Pick<ListedCase, 'status' | 'severity'>): number =>
  (status === 'CLOSED' ? 20 : status === 'RESOLVED' ? 10 : 0) + severityRank(severity);

const severityRank = (severity: SeverityWord): number => SEVERITY_NAMES.indexOf(severity.toLowerCase() as (typeof SEVERITY_NAMES)[number]);

/** A further page behind what is held. Rows that are held already stay where they are, with what is newer of the two. */
export function appended<Row extends ListedCase>(list: HeldList<Row>, page: readonly Row[]): HeldList<Row> {
  const held = new Set(list.rows.map(({ id }) => id));
  const further = page.filter(({ id }) => !held.has(id)).slice(0, MOST_ROWS - list.rows.length);
  const ranks = new Map(list.ranks);
  for (const row of further) ranks.set(row.id, rankOf(row));
  const waiting = without(list.waiting, further.map(({ id }) => id));
  return patched({ ...list, rows: [...list.rows, ...further], ranks, waiting }, page);
}

/** The same rows with what was read anew of some of them. */
export function patched<Row extends ListedCase>(list: HeldList<Row>, read: readonly Row[]): HeldList<Row> {
  const byId = new Map(read.map((row) => [row.id, row]));
  const moves = new Map(list.moves);
  const rows = list.rows.map((row) => {
    const fresh = byId.get(row.id);
    if (fresh === undefined || fresh.version < row.version) return row;
    setMove(moves, row.id, moveOf(list.ranks.get(row.id), fresh));
    return fresh;
  });
  return { ...list, rows, moves };
}

/** What a page that was read again tells: its rows anew, cases that are not held wait, and rows that should have been in it and were not have left. */
export function reread<Row extends ListedCase>(list: HeldList<Row>, page: readonly Row[], asked: readonly string[], hasNext: boolean): HeldList<Row> {
  const held = new Set(list.rows.map(({ id }) => id));
  const found = new Set(page.map(({ id }) => id));
  const last = page.at(-1);
  const after = patched(list, page);
  const moves = new Map(after.moves);
  const missing = new Set(asked.filter((id) => !found.has(id)));
  for (const row of list.rows) {
    // A row may be missing only because others came in before it and pushed it onto the next page.
    if (missing.has(row.id) && (!hasNext || last === undefined || isBefore(row, last))) moves.set(row.id, 'out');
  }
  return { ...after, moves, waiting: new Set([...list.waiting, ...page.filter(({ id }) => !held.has(id)).map(({ id }) => id)]) };
}

/** Patches rows in place by news, oldest first. Returns as well the ids of rows of which something else may have changed. */
export function told<Row extends ListedCase>(list: HeldList<Row>, news: readonly CaseNews[], filter: NewsFilter): { readonly list: HeldList<Row>; readonly touched: ReadonlySet<string> } {
  const newest = new Map<string, CaseNews>();
  for (const one of news) if ((newest.get(one.caseId)?.version ?? 0) <= one.version) newest.set(one.caseId, one);
  const held = new Set(list.rows.map(({ id }) => id));
  const opened = new Set(news.filter(({ kind }) => kind === 'OPENED').map(({ caseId }) => caseId));
  const waiting = new Set(list.waiting);
  for (const one of newest.values()) {
    if (held.has(one.caseId)) continue;
    if (!belongs(one, filter)) waiting.delete(one.caseId);
    else if (opened.has(one.caseId)) waiting.add(one.caseId);
  }
  const touched = new Set([...newest.keys()].filter((id) => held.has(id)));
  if (touched.size === 0) return { list: waiting.size === list.waiting.size ? list : { ...list, waiting }, touched };
  const moves = new Map(list.moves);
  const rows = list.rows.map((row) => {
    const one = newest.get(row.id);
    if (one === undefined || one.version < row.version) return row;
    const { severity, status, title, version } = one;
    setMove(moves, row.id, belongs(one, { ...filter, assignedToMe: false, words: undefined }) ? moveOf(list.ranks.get(row.id), one) : 'out');
    return row.severity === severity && row.status === status && row.title === title && row.version === version ? row : { ...row, severity, status, title, version };
  });
  return { list: { ...list, rows, moves, waiting }, touched };
}

/** A new case is nobody's, so it is never one's own; whether it has the words in what its findings share is not told, so the title decides. */
function belongs({ severity, status, tenantId, title, number }: CaseNews, filter: NewsFilter): boolean {
  return filter.statuses.includes(status) && (filter.severityAtLeast === undefined || severityRank(severity) <= severityRank(filter.severityAtLeast))
    && (filter.tenantId === undefined || filter.tenantId === tenantId) && filter.assignedToMe !== true
    && (filter.words === undefined || title.toLowerCase().includes(filter.words.toLowerCase()) || filter.words.replace(/^#/, '') === String(number));
}

function isBefore(row: ListedCase, other: ListedCase): boolean {
  const [rank, otherRank] = [rankOf(row), rankOf(other)];
  if (rank !== otherRank) return rank < otherRank;
  return row.openedAt === other.openedAt ? row.id < other.id : row.openedAt < other.openedAt;
}

function moveOf(rankThen: number | undefined, now: Pick<ListedCase, 'status' | 'severity'>): Move | undefined {
  const rank = rankOf(now);
  return rankThen === undefined || rank === rankThen ? undefined : rank < rankThen ? 'up' : 'down';
}

function setMove(moves: Map<string, Move>, id: string, move: Move | undefined): void {
  if (move === undefined) moves.delete(id);
  else moves.set(id, move);
}

function without(ids: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  const left = new Set(ids);
  for (const id of gone) left.delete(id);
  return left;
}
