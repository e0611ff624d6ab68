import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientHomeDocument, type ClientHomeQuery } from '../gen/graphql';
import { CaseRow } from '../case/case-row';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import { useProse } from '../layout/prose';
import { useFresh } from '../layout/use-fresh';
import { monthOf, spanOf } from '../month/month';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { useLanguage } from '../../shared/words/words-provider';
import { HomeFacts } from './home-facts';
import { asksOfYou, leadOf, missing, waitsForYou } from './home-state';
import classes from './home.module.css';

/** As many tasks as a person takes in at once; the others stand in the list of cases. */
const MOST_TASKS = 5;

/** Must I act? Then what is asked, what is being done, and what is watched. */
export function HomePage(): ReactNode {
  const { formatMessage } = useIntl();
  const { id, timeZone } = useCompany();
  const { language } = useLanguage();
  const prose = useProse();
  const month = monthOf(new Date(), timeZone);
  const variables = useMemo(() => ({ tenantId: id, language: language === 'ja' ? 'JA' as const : 'EN' as const, ...spanOf(month, timeZone) }), [id, language, month, timeZone]);
  const [{ data, error, fetching }, again] = useQuery({ query: ClientHomeDocument, variables });
  const readAt = useReadAt(data, fetching);
  useFresh(() => again({ requestPolicy: 'network-only' }));
  if (data === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;

  const { cases, sourceHealth } = data;
  const lead = leadOf(cases.nodes, sourceHealth, cases.total.count);
  const others = cases.nodes.filter((one) => !asksOfYou(one));
  return (
    <ClientPage
      title={formatMessage({ id: 'home.title' })} tone={lead.tone}
      lead={<>{formatMessage({ id: `lead.${lead.kind}` }, { count: lead.count })} <span className={classes.checked}>{formatMessage({ id: 'home.checked' }, { at: prose(readAt, { zone: true }) })}</span></>}
    >
      {error !== undefined && <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />}
      <Todo cases={cases.nodes.filter(asksOfYou)} sources={missing(sourceHealth)} />
      <Section title={formatMessage({ id: 'home.handling' })} action={<Link to="/cases" className={classes.more}>{formatMessage({ id: 'home.allCases' })}</Link>}>
        <p className={classes.sentence}>
          {cases.total.count === 0 ? formatMessage({ id: 'home.handling.none' }) : <Link to="/cases" search={{ show: 'open' }}>{formatMessage({ id: 'home.handling.some' }, { count: cases.total.count })}</Link>}
        </p>
        {others.length > 0 && <ul className={classes.list}>{others.slice(0, 5).map((one) => <li key={one.id}><CaseRow row={one} /></li>)}</ul>}
      </Section>
      <HomeFacts data={data} month={month} />
    </ClientPage>
  );
}

type HomeCase = ClientHomeQuery['cases']['nodes'][number];
type Source = ClientHomeQuery['sourceHealth'][number];

/** What is asked of the reader, the most pressing first; nothing at all when nothing is. */
function Todo({ cases, sources }: { readonly cases: readonly HomeCase[]; readonly sources: readonly Source[] }): ReactNode {
  const { formatMessage } = useIntl();
  const prose = useProse();
  if (cases.length === 0 && sources.length === 0) return null;
  return (
    <Section title={formatMessage({ id: 'home.todo' })}>
      <ol className={classes.list}>
        {cases.slice(0, MOST_TASKS).map((one) => <li key={one.id}><CaseRow row={one} ask={formatMessage({ id: waitsForYou(one) ? 'home.todo.answer' : 'home.todo.case' })} /></li>)}
        {cases.length > MOST_TASKS && <li><Link to="/cases" search={{ show: 'open' }} className={classes.task}>{formatMessage({ id: 'home.todo.more' }, { count: cases.length - MOST_TASKS })}</Link></li>}
        {sources.map(({ sourceId, name, lastSeenAt }) => (
          <li key={sourceId}>
            <Link to="/protection" className={classes.task}>
              {lastSeenAt == null ? formatMessage({ id: 'home.todo.never' }, { name }) : formatMessage({ id: 'home.todo.silent' }, { name, since: prose(lastSeenAt) })}
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** When the answer that is shown came. */
function useReadAt(data: unknown, fetching: boolean): Date {
  const [readAt, setReadAt] = useState(() => new Date());
  useEffect(() => { if (!fetching) setReadAt(new Date()); }, [data, fetching]);
  return readAt;
}
