import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { PromiseStanding } from '../../shared/time/promise-standing';
import classes from './promise.module.css';

const MARK: Readonly<Partial<Record<PromiseStanding, string>>> = { met: 'M2 8.5 6 12.5 14 4', breached: 'M3 3 13 13M13 3 3 13', late: 'M3 3 13 13M13 3 3 13' };

/** Kept, missed or still open: told by a sign and a word, the colour only helps. */
export function Result({ kind }: { readonly kind: PromiseStanding }): ReactNode {
  const { formatMessage } = useIntl();
  const mark = MARK[kind];
  return (
    <span className={classes.result} data-kind={kind === 'late' ? 'breached' : kind}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.5">{mark === undefined ? <circle cx="8" cy="8" r="5.5" /> : <path d={mark} />}</svg>
      {formatMessage({ id: `promise.kind.${kind}` })}
    </span>
  );
}
