import type { MouseEvent, ReactNode } from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import type { Column, RowMark } from '../../shared/table/data-table';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { nearestPromise } from '../../shared/time/promise-standing';
import { SlaCountdown } from '../../shared/time/sla-countdown';
import { entityOf, visible } from './entity';
import type { QueueRow } from './queue-store';
import classes from './queue.module.css';

export interface ColumnActions { readonly onSelect: (row: QueueRow, extend: boolean) => void; readonly onOpen: (row: QueueRow) => void }

/** Columns of the queue; on a middling screen the entity gives way, since a title names the machine. */
export function queueColumns({ formatMessage }: IntlShape, isMiddling: boolean, actions: ColumnActions): readonly Column<QueueRow>[] {
  const header = (id: string): string => formatMessage({ id: `queue.column.${id}` });
  const all: (Column<QueueRow> | false)[] = [
    { id: 'select', header: <span className="only-read-aloud">{header('select')}</span>, width: '2.25rem', isTight: true, cell: (row, mark) => <SelectBox row={row} mark={mark} onSelect={actions.onSelect} /> },
    { id: 'move', header: <span className="only-read-aloud">{header('move')}</span>, width: '1.25rem', isTight: true, cell: (_row, { note }) => <MoveSign note={note} /> },
    { id: 'severity', header: header('severity'), width: isMiddling ? '6rem' : '8rem', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
    { id: 'tenant', header: header('tenant'), width: isMiddling ? '6.75rem' : '8.5rem', cell: ({ tenant }) => <TenantTag tenant={tenant} /> },
    { id: 'case', header: header('case'), width: 'minmax(10rem, 1fr)', cell: (row) => <CaseLink row={row} onOpen={actions.onOpen} /> },
    !isMiddling && { id: 'entity', header: header('entity'), width: 'minmax(7rem, 13rem)', cell: (row) => <Entity row={row} /> },
    { id: 'clock', header: header('clock'), width: isMiddling ? '13.25rem' : '13.5rem', cell: (row) => <NearestClock row={row} /> },
    { id: 'owner', header: header('owner'), width: isMiddling ? '6.25rem' : '10rem', cell: (row) => <Owner row={row} /> },
  ];
  return all.filter((column) => column !== false);
}

/** The two lines of a card: how bad and whose and until when, then what and who. */
export const queueCard = (actions: ColumnActions) => function card(row: QueueRow, mark: RowMark): ReactNode {
  return (
    <div className={classes.card}>
      <SelectBox row={row} mark={mark} onSelect={actions.onSelect} />
      <div className={classes.cardLines}>
        <div className={classes.cardLine}><MoveSign note={mark.note} /><SeverityBadge severity={row.severity} /><TenantTag tenant={row.tenant} /><span className={classes.cardEnd}><NearestClock row={row} /></span></div>
        <div className={classes.cardLine}><CaseLink row={row} onOpen={actions.onOpen} /><span className={classes.cardEnd}><Owner row={row} /></span></div>
      </div>
    </div>
  );
};

function SelectBox({ row, mark, onSelect }: { readonly row: QueueRow; readonly mark: RowMark; readonly onSelect: ColumnActions['onSelect'] }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <label className={classes.select} onDoubleClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox" tabIndex={-1} checked={mark.isSelected} aria-label={formatMessage({ id: 'queue.select' }, { code: row.tenant.code, number: row.number })}
        onChange={(event) => onSelect(row, 'shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true)}
      />
    </label>
  );
}

/** Where the row would be in a list put in order; it stays until the reader asks. */
function MoveSign({ note }: { readonly note: string | undefined }): ReactNode {
  const { formatMessage } = useIntl();
  if (note === undefined) return null;
  const text = formatMessage({ id: `queue.move.${note}` });
  return <span className={classes.move} data-note={note} title={text}><span aria-hidden="true">{note === 'up' ? '▲' : note === 'down' ? '▼' : '✕'}</span><span className="only-read-aloud">{text}</span></span>;
}

/** A plain link: the router's own would watch the address, once in each of the many rows. */
function CaseLink({ row, onOpen }: { readonly row: QueueRow; readonly onOpen: ColumnActions['onOpen'] }): ReactNode {
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(row);
  };
  return (
    <a href={`/t/${row.tenant.slug}/cases/${row.number}`} tabIndex={-1} className={classes.link} onClick={follow}>
      <span className={classes.caseNumber}>#{row.number}</span> <bdi>{visible(row.title)}</bdi>
    </a>
  );
}

export function Entity({ row }: { readonly row: QueueRow }): ReactNode {
  const { formatMessage } = useIntl();
  const { kind, value } = entityOf(row.groupKey);
  const shown = visible(value);
  return <span className={classes.entity} title={shown}><span className="only-read-aloud">{formatMessage({ id: `queue.entity.${kind}` })}</span><bdi>{shown}</bdi></span>;
}

function NearestClock({ row }: { readonly row: QueueRow }): ReactNode {
  const { formatMessage } = useIntl();
  const promise = nearestPromise(row.clocks, Date.now());
  return promise === undefined ? <span className="soft">{formatMessage({ id: 'queue.noClock' })}</span> : <SlaCountdown promise={promise} />;
}

export function Owner({ row }: { readonly row: QueueRow }): ReactNode {
  const { formatMessage } = useIntl();
  return row.assignee === null ? <span className="soft">{formatMessage({ id: 'queue.nobody' })}</span> : <bdi title={row.assignee.name}>{row.assignee.name}</bdi>;
}
