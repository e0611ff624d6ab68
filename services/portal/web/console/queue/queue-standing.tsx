import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { MOST_ROWS } from './held-list';
import type { QueueState } from './queue-store';
import classes from './queue.module.css';

/** A screen reader hears of new cases at most this often. */
const ALOUD_EVERY_MS = 10_000;

/** How many rows are here of how many, and what waits behind `.`. */
export function QueueStanding({ state: { list, total, isFlood }, onShowNew }: { readonly state: QueueState; readonly onShowNew: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const counts = { held: list.rows.length, total: total === undefined ? 0 : Math.max(total.count, total.isMore ? 0 : list.rows.length - list.moves.size), isMore: String(total?.isMore ?? false) };
  const moved = list.moves.size;
  const isWaiting = list.waiting.size > 0 || moved > 0;
  const waiting = formatMessage({ id: 'queue.waiting' }, { count: list.waiting.size, moved });
  return (
    <span className={classes.standing}>
      {total !== undefined && <span>{formatMessage({ id: 'queue.count' }, counts)}</span>}
      {list.rows.length >= MOST_ROWS && <span className="soft">{formatMessage({ id: 'queue.full' }, { most: MOST_ROWS })}</span>}
      {isWaiting && <Button variant="light" size="compact-sm" onClick={onShowNew}>{waiting}&nbsp;<kbd className={classes.key}>.</kbd></Button>}
      {isFlood && <span className={classes.flood}>{formatMessage({ id: 'queue.flood' })}</span>}
      <Aloud text={isWaiting ? waiting : ''} />
    </span>
  );
}

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
