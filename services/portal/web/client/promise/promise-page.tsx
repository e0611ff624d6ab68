import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientPromiseDocument, type ClientPromiseQuery } from '../gen/graphql';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { ProseTime } from '../layout/prose';
import { download } from '../../shared/file/download';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { durationWords } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { StepTable } from './step-table';
import classes from './promise.module.css';

type Replay = ClientPromiseQuery['slaClockReplay'];
const CALENDARS = ['always', 'tokyo_business_hours', 'london_business_hours'];

/** One promise with its proof: when its clock ran, when it stood still and why, and what that sums up to. */
export function PromisePage(): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const { id = '' } = useParams({ strict: false });
  const [{ data, error }, again] = useQuery({ query: ClientPromiseDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  if (data === undefined) return error === undefined ? <Loading height="70vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;

  const replay = data.slaClockReplay;
  const { clock, result } = replay;
  const words = { metric: formatMessage({ id: `promise.metric.${clock.metric}` }), target: durationWords(clock.targetSec, language), by: durationWords(Math.max(1, -result.remainingSec), language) };
  return (
    <ClientPage
      title={formatMessage({ id: 'promise.title' }, { number: clock.caseNumber })} tone={replay.agrees && result.outcome !== 'BREACHED' ? 'calm' : 'look'} lead={formatMessage({ id: `promise.lead.${leadOf(result.outcome)}` }, words)}
      back={<Link to="/promises" className={`${layout.back} ${layout.link}`}>{formatMessage({ id: 'promise.back' })}</Link>}
    >
      <Facts replay={replay} />
      <Section title={formatMessage({ id: 'promise.steps' })}>
        <StepTable entries={replay.entries} asOf={replay.asOf} isAlways={clock.calendar === 'always'} />
        {clock.calendar !== 'always' && <p className={layout.note}>{formatMessage({ id: 'promise.hours' })}</p>}
        <p><strong>{formatMessage({ id: 'promise.sum' }, { used: durationWords(result.elapsedSec, language), target: words.target })}</strong></p>
        <p className={classes.check} role={replay.agrees ? undefined : 'alert'}>{formatMessage({ id: replay.agrees ? 'promise.agrees' : 'promise.differs' })}</p>
        <Button variant="default" size="md" onClick={() => download(`promise-${clock.caseNumber}-${clock.metric.toLowerCase()}.json`, 'application/json', JSON.stringify(replay, null, 2))}>{formatMessage({ id: 'promise.download' })}</Button>
      </Section>
    </ClientPage>
  );
}

const leadOf = (outcome: Replay['result']['outcome']): string => ({ MET: 'met', BREACHED: 'breached', PENDING: 'running', CANCELLED: 'cancelled' })[outcome];

function Facts({ replay: { clock, result } }: { readonly replay: Replay }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const calendar = CALENDARS.includes(clock.calendar) ? clock.calendar : 'other';
  return (
    <dl className={layout.facts}>
      <dt>{formatMessage({ id: 'promises.case' })}</dt>
      <dd><Link to="/cases/$number" params={{ number: String(clock.caseNumber) }} className={layout.link}>{formatMessage({ id: 'promise.case' }, { number: clock.caseNumber })}</Link></dd>
      <dt>{formatMessage({ id: 'promise.target' })}</dt>
      <dd>{durationWords(clock.targetSec, language)}</dd>
      <dt>{formatMessage({ id: 'promise.elapsed' })}</dt>
      <dd>{durationWords(result.elapsedSec, language)}</dd>
      {result.dueAt != null && <><dt>{formatMessage({ id: 'promise.due' })}</dt><dd><ProseTime at={result.dueAt} zone /></dd></>}
      <dt>{formatMessage({ id: 'promise.calendar' })}</dt>
      <dd>{formatMessage({ id: `promise.calendar.${calendar}` })}</dd>
      <dt>{formatMessage({ id: 'promise.policy' })}</dt>
      <dd>{formatMessage({ id: 'promise.policy.version' }, { version: clock.policyVersion })}</dd>
    </dl>
  );
}
