import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useCaseNews } from '../live/case-live';
import { useKeyHelp, useKeys } from '../../shared/keys/keys-provider';
import { EmptyState } from '../../shared/page/page-states';
import { usePageTitle } from '../../shared/page/page-title';
import { useSession } from '../../shared/sign-in/session-provider';
import { DataTable } from '../../shared/table/data-table';
import { rangeOf } from './bulk';
import { keepCameFrom } from './came-from';
import { PeekPanel } from './peek-panel';
import { queueCard, queueColumns } from './queue-columns';
import { QueueFilters } from './queue-filters';
import { QueueEmpty, QueueNotes } from './queue-notes';
import { filterKey, filterPart, queueFilter, readQueueSearch, type QueueSearch } from './queue-search';
import { queueStoreOf, type QueueRow } from './queue-store';
import { QueueStanding } from './queue-standing';
import { Receipt, useTaking } from './receipt';
import { useQueueContext } from './use-queue-context';
import { ViewMenu } from './view-menu';
import classes from './queue.module.css';

const BulkTake = lazy(async () => ({ default: (await import('./bulk-take')).BulkTake }));
const TICK_MS = 500;
const ROW = { usual: 32, tall: 44, card: 64 } as const;
const rowId = ({ id }: QueueRow): string => id;
const none: ReadonlySet<string> = new Set();

/** What to do next, over all tenants: the queue in the order of the API, kept up to date in place. */
export function QueuePage(): ReactNode {
  const intl = useIntl();
  const { formatMessage } = intl;
  usePageTitle(formatMessage({ id: 'queue.title' }));
  const { session, rights } = useSession();
  const store = queueStoreOf(session, rights);
  const { client } = store;
  const navigate = useNavigate();
  // The router keeps beside it what was not understood; the page goes by what was, and rewrites the address.
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const search = useMemo(() => readQueueSearch(raw), [raw]);
  const address = useRouterState({ select: ({ location }) => location.href });
  const { tenants, myId, isKnown } = useQueueContext(client);
  const state = useSyncExternalStore(store.subscribe, store.now);
  const { list } = state;

  const tenantId = search.tenant === undefined ? undefined : tenants.find(({ slug }) => slug === search.tenant)?.id;
  const isForeign = search.tenant !== undefined && tenantId === undefined && isKnown;
  const key = filterKey(search);
  useEffect(() => {
    if (search.tenant === undefined || tenantId !== undefined) store.show(queueFilter(search, tenantId), key);
    // The key stands for everything in the address that decides what is listed.
  }, [store, key, tenantId]);
  useEffect(() => {
    const timer = setInterval(store.tick, TICK_MS);
    return () => { clearInterval(timer); store.leave(); };
  }, [store]);
  useCaseNews({ onNews: (paced) => store.hear(paced), onGap: () => store.rereadAll() });

  const change = useCallback((part: Partial<Record<keyof QueueSearch, string | undefined>>, replace = false): void => {
    void navigate({ to: '/queue', replace, search: (now: Readonly<Record<string, unknown>>) => ({ ...readQueueSearch(now), dropped: undefined, ...part }) } as unknown as Parameters<typeof navigate>[0]);
  }, [navigate]);

  useEffect(() => { if (Object.keys(raw).some((name) => !Object.hasOwn(search, name) || (name !== 'q' && raw[name] !== search[name as keyof QueueSearch]))) change({ dropped: search.dropped }, true); }, [raw, search, change]);

  const [activeId, setActiveId] = useState(() => store.activeId ?? search.peek);
  const active = useMemo(() => list.rows.find(({ id }) => id === activeId), [list.rows, activeId]);
  const activate = useCallback((id: string | undefined) => { store.activeId = id; setActiveId(id); }, [store]);
  useEffect(() => { if (activeId !== store.activeId && store.activeId === undefined && search.peek !== activeId) setActiveId(undefined); }, [key]);
  // An open panel follows the row; its address does so when the movement rests.
  const isPeeking = search.peek !== undefined;
  useEffect(() => {
    if (!isPeeking || activeId === undefined || activeId === search.peek) return undefined;
    const timer = setTimeout(() => change({ peek: activeId }, true), 300);
    return () => clearTimeout(timer);
  }, [isPeeking, activeId, search.peek, change]);

  const [selected, setSelected] = useState<ReadonlySet<string>>(none);
  const anchor = useRef<string | undefined>(undefined);
  useEffect(() => { setSelected(none); anchor.current = undefined; }, [key]);
  const select = useCallback((row: QueueRow, extend: boolean): void => {
    setSelected((now) => {
      const next = new Set(now);
      if (extend) for (const id of rangeOf(store.now().list.rows.map(rowId), anchor.current, row.id)) next.add(id);
      else if (!next.delete(row.id)) next.add(row.id);
      anchor.current = row.id;
      return next;
    });
  }, [store]);

  const place = useRef(address);
  useEffect(() => { place.current = address; });
  const open = useCallback((row: QueueRow): void => {
    keepCameFrom(sessionStorage, { at: place.current, cases: store.now().list.rows.map(({ tenant: { slug }, number }) => ({ slug, number })) });
    activate(row.id);
    void navigate({ to: `/t/${row.tenant.slug}/cases/${row.number}` });
  }, [navigate, store, activate]);

  const { told, takeOne, undo, close } = useTaking(client, store);
  const [bulk, setBulk] = useState<readonly QueueRow[]>();
  const takeNow = (row?: QueueRow): void => {
    const rows = row !== undefined ? [row] : selected.size > 0 ? list.rows.filter(({ id }) => selected.has(id)) : active === undefined ? [] : [active];
    const [only, ...others] = rows;
    if (only === undefined) return;
    // A case that another person works on is not taken in passing: that could not be undone.
    if (others.length === 0 && (only.assignee === null || only.assignee.id === myId)) takeOne(only);
    else setBulk(rows);
  };
  const showNew = useCallback((): void => { setSelected(none); store.readFirst(); }, [store]);
  const show = useCallback((view: QueueSearch): void => change({ ...NO_FILTER, ...filterPart(view) }), [change]);
  const words = useRef<HTMLInputElement>(null);
  const help = useKeyHelp();
  const peek = (): void => { if (isPeeking) change({ peek: undefined }, true); else if (active !== undefined) change({ peek: active.id }, true); };
  useKeys([
    { keys: ['Space'], label: formatMessage({ id: 'queue.keys.peek' }), run: peek },
    { keys: ['a'], label: formatMessage({ id: 'queue.keys.take' }), run: () => takeNow() },
    { keys: ['.'], label: formatMessage({ id: 'queue.keys.showNew' }), run: showNew },
    { keys: ['/'], label: formatMessage({ id: 'queue.keys.filter' }), run: () => words.current?.focus() },
    { keys: ['Escape'], label: formatMessage({ id: 'queue.keys.escape' }), run: () => {
      if (document.activeElement === words.current) words.current?.blur();
      else if (selected.size > 0) setSelected(none);
      else if (isPeeking) change({ peek: undefined }, true);
    } },
    { keys: ['u'], label: formatMessage({ id: 'queue.keys.back' }), run: () => history.back() },
  ]);

  const isNarrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const isMiddling = useMediaQuery(isPeeking ? '(max-width: 90em)' : '(max-width: 68em)', undefined, { getInitialValueInEffect: false });
  const columns = useMemo(() => queueColumns(intl, isMiddling, { onSelect: select, onOpen: open }), [intl, isMiddling, select, open]);
  const card = useMemo(() => queueCard({ onSelect: select, onOpen: open }), [select, open]);
  const isFirstReading = state.readAt === undefined && list.rows.length === 0;
  const isEmpty = list.rows.length === 0 && state.phase === 'ready';
  return (
    <div className={classes.page} data-fill>
      <div className={classes.top}>
        <h1 className={classes.title}>{formatMessage({ id: 'queue.title' })}</h1>
        <ViewMenu search={search} personId={session.personId} onShow={show} />
        <QueueStanding held={list.rows.length} moved={list.moves.size} fresh={list.waiting.size} total={state.total} isFlood={state.isFlood} onShowNew={showNew} />
        <TopEnd isTall={search.rows === 'tall'} onChange={change} onHelp={help} />
      </div>
      <QueueFilters search={search} tenants={tenants} words={words} onChange={change} />
      <QueueNotes state={state} dropped={search.dropped} onRetry={store.retry} onCancel={store.giveUp} />
      {selected.size > 0 && (
        <div className={classes.bulkBar} role="region" aria-label={formatMessage({ id: 'queue.selection' })}>
          <strong role="status">{formatMessage({ id: 'queue.selected' }, { count: selected.size })}</strong>
          <Button size="xs" onClick={() => takeNow()}>{formatMessage({ id: 'queue.takeSelected' }, { count: selected.size })}</Button>
          <Button size="xs" variant="default" onClick={() => setSelected(none)}>{formatMessage({ id: 'queue.clearSelection' })}</Button>
        </div>
      )}
      <div className={classes.panes} data-peek={isPeeking && active !== undefined}>
        {isForeign
          ? <EmptyState title={formatMessage({ id: 'state.notFound' })} action={<Button onClick={() => change({ tenant: undefined })}>{formatMessage({ id: 'queue.empty.allTenants' })}</Button>}>{formatMessage({ id: 'state.notFound.text' })}</EmptyState>
          : isEmpty ? <QueueEmpty state={state} search={search} onCount={store.countOpen} onClear={() => change(NO_FILTER)} onShowNew={showNew} />
          : isFirstReading ? <div className={classes.waiting} aria-busy={state.phase === 'reading'} />
          : (
            <DataTable
              label={formatMessage({ id: 'queue.title' })} columns={columns} rows={list.rows} rowId={rowId} total={state.total?.isMore === false ? Math.max(state.total.count, list.rows.length) : undefined} narrow={card} isNarrow={isNarrow}
              rowHeight={isNarrow ? ROW.card : search.rows === 'tall' ? ROW.tall : ROW.usual} activeId={activeId} onActive={activate} onOpen={open} selected={selected} onSelect={select} notes={list.moves} onEnd={store.readOn} onSight={store.sees}
              isStale={state.phase === 'reading'} order={state.order} firstOffset={store.offset} firstFocus={store.hadFocus} onLeave={(offset, hadFocus) => { store.offset = offset; store.hadFocus = hadFocus; }}
            />
          )}
        {isPeeking && active !== undefined && <PeekPanel row={active} onOpen={() => open(active)} onTake={() => takeNow(active)} onClose={() => change({ peek: undefined }, true)} />}
      </div>
      <Receipt told={told} onUndo={undo} onClose={close} />
      {bulk !== undefined && <Suspense><BulkTake rows={bulk} myId={myId} client={client} store={store} onClose={(isDone) => { setBulk(undefined); if (isDone) setSelected(none); }} /></Suspense>}
    </div>
  );
}

const NO_FILTER = { status: undefined, severity: undefined, tenant: undefined, owner: undefined, q: undefined } as const;

const TopEnd = memo(function TopEnd({ isTall, onChange, onHelp }: { readonly isTall: boolean; readonly onChange: (part: { readonly rows: string | undefined }, replace: boolean) => void; readonly onHelp: (() => void) | undefined }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <span className={classes.topEnd}>
      <Button variant="subtle" size="compact-sm" onClick={() => onChange({ rows: isTall ? undefined : 'tall' }, true)} className={classes.onlyWide}>{formatMessage({ id: isTall ? 'queue.rows.usual' : 'queue.rows.tall' })}</Button>
      <Button variant="default" size="compact-sm" onClick={onHelp} aria-label={formatMessage({ id: 'keys.title' })}>?</Button>
    </span>
  );
});
