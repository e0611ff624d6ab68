import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { durationText } from './clock-text';
import { standingOf, type PromiseClock } from './promise-standing';
import { useNow } from './use-now';
import classes from './sla-countdown.module.css';

/** A promise as words and time left, counted to the server's due instant; paused shows what is left and no due time. It is never read aloud by itself. */
export function SlaCountdown({ promise }: { readonly promise: PromiseClock }): ReactNode {
  const { formatMessage } = useIntl();
  const { kind, ms } = standingOf(promise, useNow());
  return (
    <span className={classes.clock} data-kind={kind}>
      <span className="soft">{formatMessage({ id: `sla.metric.${promise.metric}` })}</span>{' '}
      {ms !== undefined && <><span className={classes.time}>{durationText(ms)}</span>{' '}</>}
      <span>{formatMessage({ id: `sla.kind.${kind}` })}</span>
    </span>
  );
}
