import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { nextIndex } from './next-index';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Track of a CSS grid, such as `6rem` or `minmax(12rem, 1fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  /** What the table holds, read aloud. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Rows of the whole list, also those that are not read yet; undefined when nobody knows. */
  readonly total?: number;
  /** One row's words on a narrow screen, in place of the columns. */
  readonly narrow: (row: Row) => ReactNode;
  readonly isNarrow: boolean;
  readonly rowHeight: number;
  readonly activeId: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (row: Row, extend: boolean) => void;
  /** Called when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Old rows stay, dimmed, while others are read. */
  readonly isStale?: boolean;
  /** Keys that the list does not know itself. */
  readonly onKey?: (event: KeyboardEvent, row: Row | undefined) => void;
}

const OVERSCAN = 12;

/**
 * A long list as a grid (WAI-ARIA 1.2): one tab stop, rows by arrows or j and k, absolute row numbers whatever is drawn. Rows have one fixed height, so
 * nothing moves when others arrive below.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, rowId, total, isNarrow, rowHeight, activeId, onActive, onOpen, selected, onSelect, onEnd, isStale, onKey } = props;
  const box = useRef<HTMLDivElement>(null);
  // The library's functions change without the props changing, so the compiler must not remember this component.
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: OVERSCAN, getItemKey: (index) => rowIdAt(index) });
  const rowIdAt = (index: number): string => { const row = rows[index]; return row === undefined ? String(index) : rowId(row); };
  const activeIndex = activeId === undefined ? -1 : rows.findIndex((row) => rowId(row) === activeId);
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => { if (rows.length > 0 && last >= rows.length - OVERSCAN) onEnd?.(); }, [last, rows.length, onEnd]);
  useEffect(() => { virtual.measure(); }, [rowHeight, virtual]);

  const keyDown = (event: KeyboardEvent): void => {
    const row = rows[activeIndex];
    const target = nextIndex(event, activeIndex, rows.length, Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1));
    if (target !== undefined) {
      event.preventDefault();
      const wanted = rows[target];
      if (wanted === undefined) return;
      virtual.scrollToIndex(target);
      onActive(rowId(wanted));
    } else if (event.key === 'Enter' && row !== undefined) onOpen(row);
    else if ((event.key === 'x' || event.key === 'X') && row !== undefined && !event.ctrlKey && !event.metaKey) onSelect?.(row, event.shiftKey);
    else onKey?.(event, row);
  };

  const template = isNarrow ? undefined : columns.map(({ width }) => width).join(' ');
  return (
    <div
      ref={box} role="grid" aria-label={label} aria-rowcount={total === undefined ? -1 : total + 1} aria-colcount={columns.length} aria-busy={isStale} aria-multiselectable={onSelect !== undefined || undefined}
      aria-activedescendant={activeIndex >= 0 ? `row-${activeId ?? ''}` : undefined} tabIndex={0} className={classes.grid} data-stale={isStale} onKeyDown={keyDown}
      onFocus={() => { const first = rows[0]; if (activeIndex < 0 && first !== undefined) onActive(rowId(first)); }}
    >
      <div role="row" aria-rowindex={1} className={isNarrow ? 'only-read-aloud' : classes.head} style={{ gridTemplateColumns: template }}>
        {columns.map(({ id, header }) => <div key={id} role="columnheader" className={classes.cell}>{header}</div>)}
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const id = rowId(row);
          return (
            <div
              key={id} id={`row-${id}`} role="row" aria-rowindex={index + 2} aria-selected={selected === undefined ? undefined : selected.has(id)} data-active={index === activeIndex}
              className={classes.row} style={{ height: rowHeight, transform: `translateY(${start}px)`, gridTemplateColumns: template }}
              onClick={() => { onActive(id); }} onDoubleClick={() => onOpen(row)}
            >
              {isNarrow
                ? <div role="gridcell" className={classes.cell}>{props.narrow(row)}</div>
                : columns.map(({ id: column, cell }) => <div key={column} role="gridcell" className={classes.cell}>{cell(row)}</div>)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
