import type { ReactNode } from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { useProse } from '../layout/prose';
import layout from '../layout/layout.module.css';
import type { ShownCase } from './shown-case';
import { CaseTitle } from './case-row';
import { seenTogether } from './case-story';
import classes from './case.module.css';

/** What our rules saw, in words; the record's own line stands below it for those who can use it. */
export function SeenList({ findings, count }: { readonly findings: ShownCase['findings']['nodes']; readonly count: number }): ReactNode {
  const { formatMessage, formatList } = useIntl();
  const prose = useProse();
  return (
    <>
      <ol className={classes.seen}>
        {seenTogether(findings).map(({ first, count: times, lastAt, hosts, users }) => (
          <li key={first.ruleId}>
            <h3><CaseTitle title={first.ruleTitle} plain={first.plain} /></h3>
            {first.plain != null && <p>{first.plain.meaning}</p>}
            <dl className={layout.facts}>
              <dt>{formatMessage({ id: 'case.seen.when' })}</dt>
              <dd>{whenText(times, prose(first.occurredAt), prose(lastAt), formatMessage)}</dd>
              {hosts.length > 0 && <><dt>{formatMessage({ id: 'case.seen.where' })}</dt><dd className="mono"><bdi>{formatList(hosts)}</bdi></dd></>}
              {users.length > 0 && <><dt>{formatMessage({ id: 'case.seen.whose' })}</dt><dd className="mono"><bdi>{formatList(users)}</bdi></dd></>}
            </dl>
            <details className={classes.record}>
              <summary>{formatMessage({ id: 'case.seen.record' })}</summary>
              <p className="mono" lang="en"><bdi>{first.summary}</bdi></p>
            </details>
          </li>
        ))}
      </ol>
      {findings.length < count && <p className={layout.note}>{formatMessage({ id: 'case.seen.cut' }, { shown: findings.length, count })}</p>}
    </>
  );
}

/** Once, several times in one minute, or over a while. */
function whenText(times: number, from: string, to: string, say: IntlShape['formatMessage']): string {
  if (times === 1) return from;
  return from === to ? say({ id: 'case.seen.timesAt' }, { times, at: from }) : say({ id: 'case.seen.times' }, { times, from, to });
}
