import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { durationText } from './clock-text';
import { useNow } from './use-now';
import classes from './sla-countdown.module.css';

/** What the API says of a promise; see `SlaClock` in its schema. */
export interface PromiseClock {
  readonly metric: 'ACKNOWLEDGE' | 'RESOLVE';
  readonly state: 'NOT_STARTED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'CANCELLED';
  readonly outcome: 'PENDING' | 'MET' | 'BREACHED' | 'CANCELLED';
  readonly dueAt?: string | null;
  readonly targetSec: number;
  readonly elapsedSec: number;
}

/** A promise as words and time left, counted to the server's due instant; paused shows what is left and no due time. */
export function SlaCountdown({ promise }: { readonly promise: PromiseClock }): ReactNode {
  const { formatMessage } = useIntl();
  const now = useNow();
  const { kind, ms } = standingOf(promise, now);
  const metric = formatMessage({ id: `sla.metric.${promise.metric}` });
  return (
    <span className={classes.clock} data-kind={kind}>
      <span className="soft">{metric}</span>{' '}
      <span className={classes.time}>{ms === undefined ? '' : durationText(ms)}</span>{' '}
      <span>{formatMessage({ id: `sla.kind.${kind}` })}</span>
    </span>
  );
}

export type PromiseStanding = 'running' | 'late' | 'paused' | 'met' | 'breached' | 'cancelled';

/** How a promise stands at an instant, with the time left (negative: past due) where there is any to tell. */
export function standingOf({ state, outcome, dueAt, targetSec, elapsedSec }: PromiseClock, now: number): { readonly kind: PromiseStanding; readonly ms?: number } {
  if (outcome === 'CANCELLED' || state === 'CANCELLED') return { kind: 'cancelled' };
  if (outcome === 'MET') return { kind: 'met' };
  if (outcome === 'BREACHED' && state === 'STOPPED') return { kind: 'breached' };
  if (state === 'PAUSED') return { kind: outcome === 'BREACHED' ? 'breached' : 'paused', ms: (targetSec - elapsedSec) * 1_000 };
  if (dueAt === null || dueAt === undefined) return { kind: outcome === 'BREACHED' ? 'breached' : 'running' };
  const left = new Date(dueAt).getTime() - now;
  if (left < 0) return { kind: outcome === 'BREACHED' ? 'breached' : 'late', ms: left };
  return { kind: 'running', ms: left };
}
