import { Button } from '@mantine/core';
import { memo, useEffect, useRef, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { MOST_ROWS } from './held-list';
import type { QueueTotal } from './queue-store';
import classes from './queue.module.css';

/** A screen reader hears of new cases at most this often. */
const ALOUD_EVERY_MS = 10_000;

export interface QueueStandingProps {
  readonly held: number;
  readonly moved: number;
  readonly fresh: number;
  readonly total: QueueTotal | undefined;
  readonly isFlood: boolean;
  readonly onShowNew: () => void;
}

/** How many rows are here of how many, and what waits behind `.`. */
export const QueueStanding = memo(function QueueStanding({ held, moved, fresh, total, isFlood, onShowNew }: QueueStandingProps): ReactNode {
  const { formatMessage } = useIntl();
  const counts = { held, total: total === undefined ? 0 : Math.max(total.count, total.isMore ? 0 : held - moved), isMore: String(total?.isMore ?? false) };
  const isWaiting = fresh > 0 || moved > 0;
  const waiting = formatMessage({ id: 'queue.waiting' }, { count: fresh, moved });
  return (
    <span className={classes.standing} data-held={held}>
      {total !== undefined && <span>{formatMessage({ id: 'queue.count' }, counts)}</span>}
      {held >= MOST_ROWS && <span className="soft">{formatMessage({ id: 'queue.full' }, { most: MOST_ROWS })}</span>}
      {isWaiting && <Button variant="light" size="compact-sm" onClick={onShowNew}>{waiting}&nbsp;<kbd className={classes.key}>.</kbd></Button>}
      {isFlood && <span className={classes.flood}>{formatMessage({ id: 'queue.flood' })}</span>}
      <Aloud text={isWaiting ? waiting : ''} />
    </span>
  );
});

function Aloud({ text }: { readonly text: string }): ReactNode {
  const [said, setSaid] = useState('');
  const latest = useRef(text);
  useEffect(() => { latest.current = text; });
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), ALOUD_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return <span role="status" className="only-read-aloud">{said}</span>;
}
