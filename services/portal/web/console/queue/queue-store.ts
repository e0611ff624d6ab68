import type { Client, CombinedError, Exchange } from '@urql/core';
import { ask } from '../../shared/api/ask';
import { newClient } from '../../shared/api/client';
import type { Paced } from '../../shared/live/news-pace';
import type { Session } from '../../shared/sign-in/session';
import { QueueRowsDocument, QueueTotalDocument, type QueueRowsQuery, type QueueTotalQuery } from '../gen/graphql';
import { appended, emptyList, MOST_ROWS, patched, reread, told, type CaseNews, type HeldList } from './held-list';
import type { QueueFilter } from './queue-search';

export type QueueRow = QueueRowsQuery['cases']['nodes'][number];
export type QueueTotal = QueueTotalQuery['cases']['total'];

/** What the page shows of the queue. */
export interface QueueState {
  readonly list: HeldList<QueueRow>;
  readonly total: QueueTotal | undefined;
  /** Length of the list that no filter narrows; asked for only when the narrowed one is empty. */
  readonly openTotal: QueueTotal | undefined;
  /** `reading`: the first page of a filter is on its way; `further`: a next one. */
  readonly phase: 'reading' | 'further' | 'ready' | 'failed' | 'cancelled';
  readonly error: CombinedError | undefined;
  readonly hasNext: boolean;
  readonly isFlood: boolean;
  /** Grows each time the list is put in order. */
  readonly order: number;
  /** When the first page last came. */
  readonly readAt: number | undefined;
}

interface HeldPage { readonly after: string | undefined; readonly ids: readonly string[]; readonly isLast: boolean }

const PAGE = 100;
/** What the feed does not tell (owner, clocks) is read again for the rows in sight, and not more often than this. */
const REREAD_EVERY_MS = 3_000;
const COUNT_EVERY_MS = 5_000;
const COUNT_IN_FLOOD_EVERY_MS = 2_000;

const START: QueueState = { list: emptyList(), total: undefined, openTotal: undefined, phase: 'reading', error: undefined, hasNext: false, isFlood: false, order: 0, readAt: undefined };

/** The queue as one tab holds it. It outlives the page, so that Back shows at once what was there, and ends with the session. */
export class QueueStore {
  activeId: string | undefined;
  offset: number | undefined;
  hadFocus = false;
  private state = START;
  private readonly listeners = new Set<() => void>();
  private filter: QueueFilter | undefined;
  private key: string | undefined;
  private pages: HeldPage[] = [];
  private cancel: () => void = () => undefined;
  private cancelQuiet: () => void = () => undefined;
  private cancelCount: () => void = () => undefined;
  private sight: readonly [number, number] = [0, 0];
  private readonly touched = new Set<string>();
  private stalePages = new Set<number>();
  private isRereading = false;
  private lastReread = 0;
  private lastCount = 0;
  private hasUncounted = false;

  constructor(readonly client: Client) {}

  readonly subscribe = (heard: () => void): (() => void) => {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  };

  readonly now = (): QueueState => this.state;

  /** Shows the list of a filter: the one that is held, brought up to date quietly, or another from its beginning, while the old rows stay. */
  show(filter: QueueFilter, key: string): void {
    if (this.key === key) {
      if (this.state.phase === 'ready') this.rereadAll();
      else this.readFirst();
      return;
    }
    const isFirst = this.key === undefined;
    this.filter = filter;
    this.key = key;
    if (!isFirst) {
      this.activeId = undefined;
      this.offset = undefined;
    }
    this.set({ total: undefined, openTotal: undefined });
    this.readFirst();
  }

  /** Puts the list in order, with what waited, from its first page on; what `.` does. */
  readonly readFirst = (): void => {
    const { filter } = this;
    if (filter === undefined) return;
    this.stop();
    this.set({ phase: 'reading', error: undefined });
    this.cancel = ask(this.client, QueueRowsDocument, { first: PAGE, ...filter }, (answer) => {
      if ('error' in answer) return this.set({ phase: 'failed', error: answer.error });
      const { nodes, pageInfo } = answer.data.cases;
      this.pages = [{ after: undefined, ids: nodes.map(({ id }) => id), isLast: !pageInfo.hasNextPage }];
      this.next = pageInfo.endCursor ?? undefined;
      this.touched.clear();
      this.stalePages.clear();
      this.lastReread = Date.now();
      this.set({ list: appended(emptyList<QueueRow>(), nodes), phase: 'ready', hasNext: pageInfo.hasNextPage, order: this.state.order + 1, readAt: Date.now() });
      this.count();
    });
  };
  private next: string | undefined;

  /** Reads the page behind the last row. */
  readonly readOn = (): void => {
    const { filter, next, state } = this;
    if (filter === undefined || next === undefined || state.phase !== 'ready' || !state.hasNext || state.list.rows.length >= MOST_ROWS) return;
    this.set({ phase: 'further' });
    this.cancel = ask(this.client, QueueRowsDocument, { first: PAGE, after: next, ...filter }, (answer) => {
      if ('error' in answer) return this.set({ phase: 'failed', error: answer.error });
      const { nodes, pageInfo } = answer.data.cases;
      this.pages.push({ after: next, ids: nodes.map(({ id }) => id), isLast: !pageInfo.hasNextPage });
      this.next = pageInfo.endCursor ?? undefined;
      this.set({ list: appended(this.state.list, nodes), phase: 'ready', hasNext: pageInfo.hasNextPage });
    });
  };

  /** Goes on after an error where it stopped. */
  readonly retry = (): void => {
    if (this.state.readAt === undefined || this.pages.length === 0) return this.readFirst();
    this.set({ phase: 'ready', error: undefined });
    this.readOn();
  };

  readonly giveUp = (): void => {
    this.cancel();
    this.set({ phase: 'cancelled' });
  };

  /** Rows in sight; of others nothing is read again until they are. */
  readonly sees = (first: number, last: number): void => { this.sight = [first, last]; };

  hear({ news, isFlood }: Paced<CaseNews>): void {
    const { filter } = this;
    if (filter === undefined) return;
    this.hasUncounted = true;
    if (isFlood) {
      if (!this.state.isFlood) this.set({ isFlood });
      return;
    }
    const { list, touched } = told(this.state.list, news, { ...filter, words: filter.words });
    for (const id of touched) this.touched.add(id);
    if (list !== this.state.list || this.state.isFlood) this.set({ list, isFlood });
  }

  /** Something may have been missed: all pages are read again, one after the other, those in sight first, from the next tick on that is due. */
  rereadAll(): void {
    this.pages.forEach((_page, index) => this.stalePages.add(index));
    this.hasUncounted = true;
    if (this.state.isFlood) this.set({ isFlood: false });
  }

  /** Called twice a second or so while the page is there. */
  readonly tick = (): void => {
    const now = Date.now();
    if (this.hasUncounted && now - this.lastCount >= (this.state.isFlood ? COUNT_IN_FLOOD_EVERY_MS : COUNT_EVERY_MS)) this.count();
    if (!this.state.isFlood && now - this.lastReread >= REREAD_EVERY_MS) this.reread();
  };

  /** What a change of one's own made of a case. */
  change(id: string, change: Partial<QueueRow>): void {
    const row = this.row(id);
    if (row === undefined) return;
    this.touched.add(id);
    this.set({ list: patched(this.state.list, [{ ...row, ...change }]) });
  }

  row(id: string): QueueRow | undefined { return this.state.list.rows.find((row) => row.id === id); }

  /** How many open cases there are in all: an empty list says what its filter hides. */
  readonly countOpen = (): void => {
    ask(this.client, QueueTotalDocument, { statuses: ['NEW', 'IN_PROGRESS', 'ON_HOLD'] }, (answer) => { if ('data' in answer) this.set({ openTotal: answer.data.cases.total }); });
  };

  /** The page is left: nothing is on its way any more. */
  leave(): void {
    this.stop();
    if (this.state.phase === 'further') this.set({ phase: 'ready' });
  }

  private stop(): void {
    this.cancel();
    this.cancelQuiet();
    this.cancelCount();
    this.isRereading = false;
  }

  private count(): void {
    if (this.filter === undefined) return;
    this.lastCount = Date.now();
    this.hasUncounted = false;
    this.cancelCount();
    this.cancelCount = ask(this.client, QueueTotalDocument, this.filter, (answer) => { if ('data' in answer) this.set({ total: answer.data.cases.total }); });
  }

  private reread(): void {
    const { filter } = this;
    const index = this.pageToReread();
    if (filter === undefined || index === undefined || this.isRereading || (this.state.phase !== 'ready' && this.state.phase !== 'further')) return;
    const page = this.pages[index];
    if (page === undefined) return;
    this.isRereading = true;
    this.lastReread = Date.now();
    this.stalePages.delete(index);
    for (const id of page.ids) this.touched.delete(id);
    this.cancelQuiet = ask(this.client, QueueRowsDocument, { first: PAGE, ...(page.after === undefined ? {} : { after: page.after }), ...filter }, (answer) => {
      this.isRereading = false;
      // A quiet reading that fails stays quiet: the live word says when the connection is lost, and the next one tries again.
      if ('error' in answer) return;
      const { nodes, pageInfo } = answer.data.cases;
      this.set({ list: reread(this.state.list, nodes, page.ids, pageInfo.hasNextPage), readAt: Date.now() });
      if (this.stalePages.size > 0) this.reread();
    });
  }

  private pageToReread(): number | undefined {
    const { rows } = this.state.list;
    const seen = new Set(rows.slice(this.sight[0], this.sight[1] + 1).map(({ id }) => id));
    const inSight = this.pages.findIndex(({ ids }, index) => ids.some((id) => seen.has(id) && (this.touched.has(id) || this.stalePages.has(index))));
    if (inSight >= 0) return inSight;
    const [stale] = this.stalePages;
    return stale;
  }

  private set(change: Partial<QueueState>): void {
    this.state = { ...this.state, ...change };
    for (const heard of this.listeners) heard();
  }
}

const stores = new WeakMap<object, QueueStore>();
/** Pages of a hundred rows are held by the store; a normalised copy of them would cost a slow machine more than drawing them. */
const uncached: Exchange = ({ forward }) => forward;

/** The queue of a session under the rights of now; it ends with either. */
export function queueStoreOf(session: Session, rights: object): QueueStore {
  const store = stores.get(rights) ?? new QueueStore(newClient(session, uncached));
  stores.set(rights, store);
  return store;
}
