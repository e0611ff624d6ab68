import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { SEVERITIES, SeverityBadge } from '../../shared/severity/severity-badge';
import { VisibleText } from '../../shared/text/visible-text';
import { durationText } from '../../shared/time/clock-text';
import { TimeAt } from '../../shared/time/time-ago';
import type { StoryItem } from './story';
import type { CaseComment, CaseEntry, CaseFinding } from './use-case';
import classes from './case.module.css';

export type CaseItem = StoryItem<CaseFinding, CaseEntry, CaseComment>;

/** One thing that happened, with who may read it. */
export function StoryLine({ item, slug }: { readonly item: CaseItem; readonly slug: string }): ReactNode {
  const { formatMessage } = useIntl();
  const isForClient = item.kind === 'finding' || (item.kind === 'entry' ? item.entry : item.comment).visibility === 'CUSTOMER';
  return (
    <>
      {item.gapMs !== undefined && <li className={classes.gap}>{formatMessage({ id: 'case.gap' }, { length: durationText(item.gapMs) })}</li>}
      <li className={classes.item} data-kind={item.kind} data-for={isForClient ? 'client' : 'internal'}>
        <div className={classes.itemHead}>
          <TimeAt at={new Date(item.at).toISOString()} />
          <span className={classes.readers} data-for={isForClient ? 'client' : 'internal'}>{formatMessage({ id: isForClient ? 'case.forClient' : 'case.internal' })}</span>
        </div>
        <div className={classes.itemBody}>
          {item.kind === 'finding' && <FindingLine finding={item.finding} slug={slug} />}
          {item.kind === 'comment' && <CommentLine comment={item.comment} />}
          {item.kind === 'entry' && <EntryLine entry={item.entry} />}
        </div>
      </li>
    </>
  );
}

function FindingLine({ finding, slug }: { readonly finding: CaseFinding; readonly slug: string }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <>
      <SeverityBadge severity={finding.severity} />{' '}
      <Anchor component={Link} to="/t/$tenant/findings/$id" params={{ tenant: slug, id: finding.id } as never}><VisibleText text={finding.ruleTitle} /></Anchor>{' '}
      <span className={classes.happened}>{formatMessage({ id: 'case.happened' })} <TimeAt at={finding.occurredAt} /></span>
      <p className={classes.summary}><VisibleText text={finding.summary} /></p>
    </>
  );
}

function CommentLine({ comment }: { readonly comment: CaseComment }): ReactNode {
  return (
    <>
      <strong><VisibleText text={comment.author} /></strong>
      <p className={classes.words}><VisibleText text={comment.body} /></p>
    </>
  );
}

function EntryLine({ entry: { kind, actor, from, to, note } }: { readonly entry: CaseEntry }): ReactNode {
  const { formatMessage } = useIntl();
  const who = actor == null ? formatMessage({ id: 'case.actor.system' }) : <VisibleText text={actor} />;
  const value = (text: string | null | undefined): ReactNode => {
    if (text == null) return formatMessage({ id: 'case.owner.none' });
    const known = text.toUpperCase();
    if (kind === 'SEVERITY_CHANGED' && SEVERITIES.some((one) => one === known)) return <strong>{formatMessage({ id: `severity.${known}` })}</strong>;
    if (kind === 'STATUS_CHANGED') return <strong>{formatMessage({ id: `case.status.${known}` })}</strong>;
    if (kind === 'VERDICT_SET' || kind === 'CLOSED') return <strong>{formatMessage({ id: `case.verdict.${known}` })}</strong>;
    return <VisibleText text={text} />;
  };
  return (
    <>
      {formatMessage({ id: `case.entry.${kind}` }, { who, from: value(from), to: value(to) })}
      {note != null && note !== '' && <p className={classes.words}><VisibleText text={note} /></p>}
    </>
  );
}
