import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useKeys } from '../keys/keys-provider';
import { nextIndex } from './next-index';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** Track of a CSS grid, such as `6rem` or `minmax(12rem, 1fr)`. */
  readonly width: string;
  /** For a sign or a box that fills its track. */
  readonly isTight?: boolean;
  readonly cell: (row: Row, mark: RowMark) => ReactNode;
}

/** What the list knows of a row beside its data. */
export interface RowMark { readonly isSelected: boolean; readonly note: string | undefined }

export interface DataTableProps<Row> {
  /** What the table holds, read aloud. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Rows of the whole list, also those that are not read yet; undefined when nobody knows. */
  readonly total?: number | undefined;
  /** One row's words on a narrow screen, in place of the columns. */
  readonly narrow: (row: Row, mark: RowMark) => ReactNode;
  readonly isNarrow: boolean;
  readonly rowHeight: number;
  readonly activeId: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (row: Row, extend: boolean) => void;
  /** A word of the page about single rows, such as `up`; rows whose word did not change are not drawn again. */
  readonly notes?: ReadonlyMap<string, string>;
  /** Called when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Rows in sight, first and last. */
  readonly onSight?: (first: number, last: number) => void;
  /** Old rows stay, dimmed, while others are read. */
  readonly isStale?: boolean;
  /** When it changes, the list is another one and begins at its top. */
  readonly order?: number;
  /** Where the list was when it was left, and whether it had the focus. */
  readonly firstOffset?: number | undefined;
  readonly firstFocus?: boolean;
  readonly onLeave?: (offset: number, hadFocus: boolean) => void;
}

const OVERSCAN = 4;

/**
 * A long list as a grid (WAI-ARIA 1.2): one tab stop, rows by arrows or j and k, absolute row numbers whatever is drawn. Rows have one fixed height, so
 * nothing moves when others arrive below.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, rowId, total, isNarrow, narrow, rowHeight, activeId, onActive, onOpen, selected, onSelect, notes, onEnd, onSight, isStale, order, firstOffset, firstFocus, onLeave } = props;
  const { formatMessage } = useIntl();
  const box = useRef<HTMLDivElement>(null);
  // The library's functions change without the props changing, so a compiler must not remember this component.
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: OVERSCAN, initialOffset: firstOffset ?? 0,
    useFlushSync: false,
  });
  const activeIndex = activeId === undefined ? -1 : rows.findIndex((row) => rowId(row) === activeId);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items[items.length - 1]?.index ?? 0];
  useEffect(() => { onSight?.(first, last); }, [first, last, rows, onSight]);
  useEffect(() => { if (rows.length > 0 && last >= rows.length - OVERSCAN) onEnd?.(); }, [last, rows.length, onEnd]);
  useEffect(() => { virtual.measure(); }, [rowHeight, virtual]);
  const shown = useRef(order);
  useLayoutEffect(() => {
    if (shown.current !== order && box.current !== null) box.current.scrollTop = 0;
    shown.current = order;
  }, [order]);
  const leave = useRef(onLeave);
  useEffect(() => { leave.current = onLeave; });
  useLayoutEffect(() => {
    const grid = box.current;
    if (grid === null) return undefined;
    if (firstOffset !== undefined) grid.scrollTop = firstOffset;
    if (firstFocus === true) grid.focus({ preventScroll: true });
    return () => leave.current?.(grid.scrollTop, grid.contains(document.activeElement));
    // Only when the list comes and goes.
  }, []);

  const move = (name: string): void => {
    const target = nextIndex(name, activeIndex, rows.length, Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2));
    const row = target === undefined ? undefined : rows[target];
    if (target === undefined || row === undefined) return;
    box.current?.focus({ preventScroll: true });
    if (box.current !== null) bringIntoSight(box.current, target * rowHeight, rowHeight, isNarrow ? 0 : HEAD);
    onActive(rowId(row));
  };
  const active = rows[activeIndex];
  const act = (does: ((row: Row) => void) | undefined): void => { if (active !== undefined) does?.(active); };
  useKeys([
    { keys: ['j', 'ArrowDown'], label: formatMessage({ id: 'keys.next' }), run: () => move('j') },
    { keys: ['k', 'ArrowUp'], label: formatMessage({ id: 'keys.previous' }), run: () => move('k') },
    { keys: ['PageDown'], label: formatMessage({ id: 'keys.page' }), run: () => move('PageDown') },
    { keys: ['PageUp'], label: '', run: () => move('PageUp') },
    { keys: ['Home'], label: formatMessage({ id: 'keys.ends' }), run: () => move('Home') },
    { keys: ['End'], label: '', run: () => move('End') },
    { keys: ['Enter'], label: formatMessage({ id: 'keys.open' }), run: () => act(onOpen) },
    ...(onSelect === undefined ? [] : [
      { keys: ['x'], label: formatMessage({ id: 'keys.select' }), run: () => act((row) => onSelect(row, false)) },
      { keys: ['Shift+x'], label: formatMessage({ id: 'keys.range' }), run: () => act((row) => onSelect(row, true)) },
    ]),
  ]);

  const template = isNarrow ? undefined : columns.map(({ width }) => width).join(' ');
  const latest = useRef({ onActive, onOpen });
  useEffect(() => { latest.current = { onActive, onOpen }; });
  const press = useCallback((id: string) => latest.current.onActive(id), []);
  const open = useCallback((row: Row) => latest.current.onOpen(row), []);
  return (
    <div
      ref={box} role="grid" aria-label={label} aria-rowcount={total === undefined ? -1 : total + 1} aria-colcount={isNarrow ? 1 : columns.length} aria-busy={isStale} aria-multiselectable={onSelect !== undefined || undefined}
      aria-activedescendant={activeIndex >= first && activeIndex <= last ? `row-${activeId ?? ''}` : undefined} tabIndex={0} className={classes.grid} data-stale={isStale}
      onFocus={() => { const top = rows[0]; if (activeIndex < 0 && top !== undefined) onActive(rowId(top)); }}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={isNarrow ? 'only-read-aloud' : classes.head} style={{ gridTemplateColumns: template }}>
          {isNarrow ? <div role="columnheader">{label}</div> : columns.map(({ id, header, isTight }) => <div key={id} role="columnheader" className={isTight === true ? classes.tight : classes.cell}>{header}</div>)}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const id = rowId(row);
          return (
            <Line
              key={id} id={id} row={row} index={index} start={start} height={rowHeight} template={template} columns={columns as readonly Column<unknown>[]} narrow={isNarrow ? narrow as Line['narrow'] : undefined}
              isActive={index === activeIndex} isSelected={selected === undefined ? undefined : selected.has(id)} note={notes?.get(id)} onPress={press} onOpen={open as (row: unknown) => void}
            />
          );
        })}
      </div>
    </div>
  );
}

const HEAD = 34;

/** Scrolls as little as needed. Every height is known, so unlike the library's way this asks the page once where it stands. The head covers the first pixels. */
function bringIntoSight(grid: HTMLElement, top: number, rowHeight: number, head: number): void {
  const { scrollTop, clientHeight } = grid;
  if (top < scrollTop) grid.scrollTop = top;
  else if (top + rowHeight + head > scrollTop + clientHeight) grid.scrollTop = top + rowHeight + head - clientHeight;
}

interface Line {
  readonly id: string; readonly row: unknown; readonly index: number; readonly start: number; readonly height: number; readonly template: string | undefined; readonly columns: readonly Column<unknown>[];
  readonly narrow: ((row: unknown, mark: RowMark) => ReactNode) | undefined; readonly isActive: boolean; readonly isSelected: boolean | undefined; readonly note: string | undefined;
  readonly onPress: (id: string) => void; readonly onOpen: (row: unknown) => void;
}

/** One row; it is drawn again only when something about it changed. */
const Line = memo(function Line({ id, row, index, start, height, template, columns, narrow, isActive, isSelected, note, onPress, onOpen }: Line): ReactNode {
  const mark = { isSelected: isSelected === true, note };
  return (
    <div
      id={`row-${id}`} role="row" aria-rowindex={index + 2} aria-selected={isSelected} data-active={isActive} data-note={note} className={classes.row}
      style={{ height, transform: `translateY(${start}px)`, gridTemplateColumns: template }} onClick={() => onPress(id)} onDoubleClick={() => onOpen(row)}
    >
      {narrow === undefined
        ? columns.map(({ id: column, cell, isTight }) => <div key={column} role="gridcell" className={isTight === true ? classes.tight : classes.cell}>{cell(row, mark)}</div>)
        : <div role="gridcell" className={classes.cell}>{narrow(row, mark)}</div>}
    </div>
  );
});
