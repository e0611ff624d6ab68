import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientCaseDocument } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section, type Tone } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { ProseTime } from '../layout/prose';
import { useFresh } from '../layout/use-fresh';
import { ErrorPanel, Loading, NotFound } from '../../shared/page/page-states';
import { SeverityBadge } from '../../shared/severity/severity-badge';
import { useLanguage } from '../../shared/words/words-provider';
import { CasePromises } from './case-promises';
import { CaseTitle } from './case-row';
import { CaseState } from './case-state';
import { CaseStory } from './case-story-list';
import { caseLead, type CaseLead } from './case-story';
import { SeenList } from './seen-list';
import type { ShownCase } from './shown-case';
import classes from './case.module.css';

const TONE: Readonly<Record<CaseLead, Tone>> = { done: 'calm', waiting: 'act', now: 'act', today: 'act', watch: 'calm' };

/** One case: what happened, what it means, what to do now, and everything that was done and said since. */
export function CasePage(): ReactNode {
  const { formatMessage } = useIntl();
  const { slug } = useCompany();
  const { language } = useLanguage();
  const { number = '' } = useParams({ strict: false });
  const isNumber = /^[1-9]\d{0,8}$/.test(number);
  const [{ data, error }, again] = useQuery({ query: ClientCaseDocument, variables: { slug, number: Number(number), language: language === 'ja' ? 'JA' : 'EN' }, pause: !isNumber, requestPolicy: 'cache-and-network' });
  useFresh(() => { if (isNumber) again({ requestPolicy: 'network-only' }); });
  if (!isNumber) return <NotFound />;
  if (data === undefined) return error === undefined ? <Loading height="70vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;

  const shown = data.caseByNumber;
  const lead = caseLead(shown);
  return (
    <ClientPage
      title={formatMessage({ id: 'case.number' }, { number: shown.number })} tone={TONE[lead]} lead={formatMessage({ id: `case.lead.${lead}` })}
      back={<Link to="/cases" className={`${layout.back} ${layout.link}`}>{formatMessage({ id: 'case.back' })}</Link>}
    >
      <p className={classes.what}><CaseTitle title={shown.title} plain={shown.plain} /></p>
      <Facts shown={shown} />
      <Section title={formatMessage({ id: 'case.happened' })}>
        <p className={classes.sentence}>{shown.plain?.meaning ?? formatMessage({ id: 'case.happened.other' })} {formatMessage({ id: 'case.seen' }, { count: shown.findingCount })}</p>
      </Section>
      <Section title={formatMessage({ id: 'case.means' })}><Meaning shown={shown} /></Section>
      <Section title={formatMessage({ id: 'case.do' })}><WhatToDo shown={shown} lead={lead} /></Section>
      <Section title={formatMessage({ id: 'case.seen.title' })}><SeenList findings={shown.findings.nodes} count={shown.findingCount} /></Section>
      <Section title={formatMessage({ id: 'case.promises' })}><CasePromises clocks={shown.clocks} /></Section>
      <Section title={formatMessage({ id: 'case.story' })}><CaseStory entries={shown.timeline.nodes} comments={shown.comments.nodes} isCut={shown.timeline.pageInfo.hasNextPage || shown.comments.pageInfo.hasNextPage} /></Section>
    </ClientPage>
  );
}

function Facts({ shown }: { readonly shown: ShownCase }): ReactNode {
  const { formatMessage } = useIntl();
  const isOpen = shown.closedAt == null && shown.resolvedAt == null;
  return (
    <dl className={layout.facts}>
      <dt>{formatMessage({ id: 'case.severity' })}</dt>
      <dd className={classes.marks}><SeverityBadge severity={shown.severity} />{isOpen && <span>{formatMessage({ id: `severity.todo.${shown.severity}` })}</span>}</dd>
      <dt>{formatMessage({ id: 'case.state' })}</dt>
      <dd><CaseState status={shown.status} holdReason={shown.holdReason} /></dd>
      <dt>{formatMessage({ id: 'case.opened' })}</dt>
      <dd><ProseTime at={shown.openedAt} zone /></dd>
    </dl>
  );
}

function WhatToDo({ shown, lead }: { readonly shown: ShownCase; readonly lead: CaseLead }): ReactNode {
  const { formatMessage } = useIntl();
  if (lead === 'done' || lead === 'watch') return <p className={classes.sentence}>{formatMessage({ id: `case.do.${lead}` })}</p>;
  return (
    <div className={classes.sentence}>
      {lead === 'waiting' || shown.holdReason === 'CUSTOMER' ? <p>{formatMessage({ id: 'case.do.waiting' })}</p> : null}
      {lead !== 'waiting' && <p><bdi>{shown.advice}</bdi></p>}
      <p>{formatMessage({ id: 'case.do.ours' })}</p>
    </div>
  );
}

/** What we make of it: the verdict once there is one. */
function Meaning({ shown }: { readonly shown: ShownCase }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <div className={classes.sentence}>
      {shown.verdict == null
        ? <p>{formatMessage({ id: 'case.means.open' })}</p>
        : <p>{formatMessage({ id: 'case.means.verdict' }, { verdict: formatMessage({ id: `case.verdict.${shown.verdict}` }) })} <bdi>{shown.verdictReason}</bdi></p>}
    </div>
  );
}
