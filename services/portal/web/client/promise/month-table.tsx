import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import layout from '../layout/layout.module.css';
import type { PromiseShow } from './promise-search';
import classes from './promise.module.css';

/** What was promised in a month; `running` counts only where it means now. */
export interface MonthCounts { readonly month: string; readonly met: number; readonly breached: number; readonly running: number | undefined; readonly share: number | null }

/** The months, each number a link to exactly those promises. */
export function MonthTable({ rows, current }: { readonly rows: readonly MonthCounts[]; readonly current: string }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const { language } = useLanguage();
  const figure = (month: string, show: PromiseShow, count: number | undefined): ReactNode => {
    if (count === undefined) return <span className={classes.none}>–</span>;
    const label = formatMessage({ id: 'promises.see' }, { count, which: formatMessage({ id: `promises.${show}` }), month: monthName(month, language) });
    return <Link to="/promises" search={{ month, show }} className={`${classes.figure} ${layout.link}`} aria-label={label} resetScroll={false} activeProps={{}}>{formatNumber(count)}</Link>;
  };
  return (
    <PlainTable
      isSlim caption={formatMessage({ id: 'promises.months' })} rows={rows} rowId={({ month }) => month}
      columns={[
        { id: 'month', header: formatMessage({ id: 'promises.month' }), cell: ({ month }) => <Link to="/promises" search={{ month }} className={`${layout.link} ${month === current ? classes.current : ''}`} aria-current={month === current ? 'page' : undefined} activeProps={{}} resetScroll={false}>{monthName(month, language)}</Link> },
        { id: 'kept', header: formatMessage({ id: 'promises.kept' }), isFigure: true, cell: ({ month, met }) => figure(month, 'kept', met) },
        { id: 'missed', header: formatMessage({ id: 'promises.missed' }), isFigure: true, cell: ({ month, breached }) => figure(month, 'missed', breached) },
        { id: 'running', header: formatMessage({ id: 'promises.running' }), isFigure: true, cell: ({ month, running }) => figure(month, 'running', running) },
        { id: 'share', header: formatMessage({ id: 'promises.share' }), isFigure: true, cell: ({ share }) => (share === null ? <span className={classes.none}>{formatMessage({ id: 'promises.noShare' })}</span> : formatNumber(share / 100, { style: 'percent', maximumFractionDigits: 2 })) },
      ]}
    />
  );
}
