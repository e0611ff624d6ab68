import { Button, CloseButton, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { TenantTag } from '../../shared/tenant/tenant-tag';
import { toldShare } from '../../shared/time/promise-standing';
import { SlaCountdown } from '../../shared/time/sla-countdown';
import { TimeAgo, TimeAt } from '../../shared/time/time-ago';
import { useNow } from '../../shared/time/use-now';
import { visible } from './entity';
import { Entity, Owner } from './queue-columns';
import type { QueueRow } from './queue-store';
import classes from './queue.module.css';

export interface PeekPanelProps { readonly row: QueueRow; readonly onOpen: () => void; readonly onTake: () => void; readonly onClose: () => void }

/** What is known of a case without opening it: an opening stands in the tenant's audit log, a look from here does not. */
export function PeekPanel({ row, onOpen, onTake, onClose }: PeekPanelProps): ReactNode {
  const { formatMessage } = useIntl();
  const { clocks } = row;
  return (
    <aside className={classes.peek} aria-label={formatMessage({ id: 'queue.peek' }, { code: row.tenant.code, number: row.number })}>
      <div className={classes.peekHead}><TenantTag tenant={row.tenant} full /><CloseButton aria-label={formatMessage({ id: 'queue.peek.close' })} onClick={onClose} /></div>
      <h2 className={classes.peekTitle}>#{row.number} <bdi>{visible(row.title)}</bdi></h2>
      <div className={classes.peekFacts}><SeverityBadge severity={row.severity} /><span>{formatMessage({ id: `queue.status.${row.status.toLowerCase()}` })}{row.holdReason !== null && ` (${formatMessage({ id: `queue.hold.${row.holdReason.toLowerCase()}` })})`}</span></div>
      <dl className={classes.facts}>
        <dt>{formatMessage({ id: 'queue.column.entity' })}</dt><dd><Entity row={row} /></dd>
        <dt>{formatMessage({ id: 'queue.peek.findings' })}</dt><dd>{formatMessage({ id: 'queue.peek.findingCount' }, { count: row.findingCount })}</dd>
        <dt>{formatMessage({ id: 'queue.column.owner' })}</dt><dd><Owner row={row} /></dd>
        <dt>{formatMessage({ id: 'queue.peek.opened' })}</dt><dd><TimeAgo at={row.openedAt} /></dd>
        <dt>{formatMessage({ id: 'queue.peek.acknowledged' })}</dt><dd>{row.acknowledgedAt === null ? <span className="soft">{formatMessage({ id: 'queue.peek.notYet' })}</span> : <TimeAgo at={row.acknowledgedAt} />}</dd>
        <dt>{formatMessage({ id: 'queue.peek.last' })}</dt><dd><TimeAgo at={row.lastActivityAt} /></dd>
      </dl>
      <h3 className={classes.peekPart}>{formatMessage({ id: 'queue.peek.clocks' })}</h3>
      {clocks.length === 0 ? <p className="soft">{formatMessage({ id: 'queue.peek.noClocks' })}</p> : (
        <ul className={classes.clocks}>
          {clocks.map((clock) => <li key={clock.id}><SlaCountdown promise={clock} />{clock.dueAt !== null && clock.state === 'RUNNING' && <span className="soft">{formatMessage({ id: 'queue.peek.due' }, { at: <TimeAt key="at" at={clock.dueAt} /> })}</span>}</li>)}
        </ul>
      )}
      <SharesAloud clocks={clocks} />
      <Group mt="sm"><Button size="xs" onClick={onOpen}>{formatMessage({ id: 'queue.peek.open' })}</Button><Button size="xs" variant="default" onClick={onTake}>{formatMessage({ id: 'queue.peek.take' })}</Button></Group>
      <p className={classes.peekNote}>{formatMessage({ id: 'queue.peek.note' })}</p>
    </aside>
  );
}

/** Says to those who hear when half, three quarters and nine tenths of a promise are used up, and nothing in between. */
function SharesAloud({ clocks }: { readonly clocks: QueueRow['clocks'] }): ReactNode {
  const { formatMessage } = useIntl();
  const now = useNow();
  const sentences = clocks.flatMap((clock) => {
    const share = toldShare(clock, now);
    return share === 0 ? [] : [formatMessage({ id: 'queue.peek.share' }, { metric: formatMessage({ id: `sla.metric.${clock.metric}` }), share })];
  });
  return <div role="status" className="only-read-aloud">{sentences.join(' ')}</div>;
}
