import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { EmptyState, ErrorPanel } from '../../shared/page/page-states';
import { TimeAt } from '../../shared/time/time-ago';
import { isNarrowed, type QueueSearch } from './queue-search';
import type { QueueState } from './queue-store';
import classes from './queue.module.css';

/** After this long there is a way out of a reading. */
const CANCEL_AFTER_MS = 5_000;

export interface QueueNotesProps { readonly state: QueueState; readonly dropped: string | undefined; readonly onRetry: () => void; readonly onCancel: () => void }

/** What is to be said above the rows: parts of the address that were left out, a reading that takes long, one that failed. */
export function QueueNotes({ state: { phase, error }, dropped, onRetry, onCancel }: QueueNotesProps): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <>
      {dropped !== undefined && <p className={classes.note} role="status">{formatMessage({ id: 'queue.dropped' }, { names: <code key="names">{dropped.split(',').join(', ')}</code> })}</p>}
      {phase === 'reading' && <Slow onCancel={onCancel} />}
      {phase === 'cancelled' && <p className={classes.note} role="status">{formatMessage({ id: 'queue.cancelled' })} <Button size="compact-sm" variant="default" onClick={onRetry}>{formatMessage({ id: 'state.retry' })}</Button></p>}
      {phase === 'failed' && error !== undefined && <ErrorPanel error={error} onRetry={onRetry} />}
    </>
  );
}

function Slow({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), CANCEL_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow) return null;
  return <p className={classes.note} role="status">{formatMessage({ id: 'queue.slow' })} <Button size="compact-sm" variant="default" onClick={onCancel}>{formatMessage({ id: 'state.cancel' })}</Button></p>;
}

export interface QueueEmptyProps { readonly state: QueueState; readonly search: QueueSearch; readonly onCount: () => void; readonly onClear: () => void; readonly onShowNew: () => void }

/** Why there is no row, and the one next step: what waits, what the filter hides, or that nothing does. */
export function QueueEmpty({ state: { openTotal, readAt, list }, search, onCount, onClear, onShowNew }: QueueEmptyProps): ReactNode {
  const { formatMessage } = useIntl();
  const isFiltered = isNarrowed(search);
  useEffect(() => { if (isFiltered) onCount(); }, [isFiltered, onCount]);
  const waiting = list.waiting.size;
  if (waiting > 0) return <EmptyState title={formatMessage({ id: 'queue.empty.waiting' }, { count: waiting })} action={<Button onClick={onShowNew}>{formatMessage({ id: 'queue.empty.show' })}</Button>} />;
  if (isFiltered) {
    return (
      <EmptyState title={formatMessage({ id: 'queue.empty.filtered' })} action={<Button onClick={onClear}>{formatMessage({ id: 'queue.empty.clear' })}</Button>}>
        {openTotal === undefined ? undefined : formatMessage({ id: 'queue.empty.hides' }, { count: openTotal.count, isMore: String(openTotal.isMore) })}
      </EmptyState>
    );
  }
  return <EmptyState title={formatMessage({ id: 'queue.empty.nothing' })}>{readAt === undefined ? undefined : formatMessage({ id: 'queue.empty.checked' }, { at: <TimeAt key="at" at={new Date(readAt).toISOString()} /> })}</EmptyState>;
}
