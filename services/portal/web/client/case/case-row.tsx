import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { SeverityBadge, type Severity } from '../../shared/severity/severity-badge';
import { useProse } from '../layout/prose';
import { CaseState } from './case-state';
import classes from './case.module.css';

export interface CaseRowCase {
  readonly number: number; readonly title: string; readonly severity: Severity; readonly status: string; readonly holdReason?: string | null; readonly openedAt: string;
  readonly plain?: { readonly title: string } | null;
}

/** A case in a list: what it is, how bad, where it stands; all of it leads to the case. */
export function CaseRow({ row, ask }: { readonly row: CaseRowCase; readonly ask?: string }): ReactNode {
  const { formatMessage } = useIntl();
  const prose = useProse();
  const isOpen = row.status !== 'RESOLVED' && row.status !== 'CLOSED';
  return (
    <div className={classes.row}>
      <Link to="/cases/$number" params={{ number: String(row.number) }} className={classes.name}>
        <span className="soft">#{row.number}</span> <CaseTitle title={row.title} plain={row.plain} />
      </Link>
      {ask !== undefined && <p className={classes.ask}>{ask}</p>}
      <div className={classes.marks}>
        <SeverityBadge severity={row.severity} />
        {isOpen && <span>{formatMessage({ id: `severity.todo.${row.severity}` })}</span>}
        <CaseState status={row.status} holdReason={row.holdReason} />
        <span className="soft">{formatMessage({ id: 'case.since' }, { at: prose(row.openedAt) })}</span>
      </div>
    </div>
  );
}

/** A case's name in the reader's words; a rule's English title, where there are no others, says that it is English. */
export function CaseTitle({ title, plain }: { readonly title: string; readonly plain?: { readonly title: string } | null }): ReactNode {
  return plain == null ? <bdi lang="en">{title}</bdi> : <bdi>{plain.title}</bdi>;
}
