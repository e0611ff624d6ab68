import { useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientCasesDocument, type CaseStatus, type ClientCasesQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import { leadOf } from '../home/home-state';
import { ClientPage } from '../layout/client-page';
import { LoadMore } from '../layout/load-more';
import { Tabs } from '../layout/tabs';
import { usePages } from '../layout/use-pages';
import { EmptyState, ErrorPanel, Loading } from '../../shared/page/page-states';
import { useLanguage } from '../../shared/words/words-provider';
import { CaseRow } from './case-row';
import type { CaseSearch } from './case-search';
import classes from './case.module.css';

const OPEN: CaseStatus[] = ['NEW', 'IN_PROGRESS', 'ON_HOLD'];
type Row = ClientCasesQuery['cases']['nodes'][number];

/** All cases of the company: first those that need work, then those that are done. */
export function CasesPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { id } = useCompany();
  const { language } = useLanguage();
  const { show = 'open' }: CaseSearch = useSearch({ strict: false });
  const asked = useMemo(() => ({ tenantId: id, language: language === 'ja' ? 'JA' as const : 'EN' as const }), [id, language]);
  const [open] = useQuery({ query: ClientCasesDocument, variables: { ...asked, statuses: OPEN }, requestPolicy: 'cache-and-network' });
  const [total, setTotal] = useState<number>();
  const pages = usePages<ClientCasesQuery, Row>(ClientCasesDocument, show === 'open' ? { ...asked, statuses: OPEN } : asked, ({ cases }) => { setTotal(cases.total.count); return cases; });
  const openCount = open.data?.cases.total.count;
  const lead = leadOf(open.data?.cases.nodes ?? [], [], openCount ?? 0);
  const shown = [
    { id: 'open', label: openCount === undefined ? formatMessage({ id: 'cases.open' }) : formatMessage({ id: 'cases.open.count' }, { count: openCount }) },
    { id: 'all', label: formatMessage({ id: 'cases.all' }) },
  ];
  return (
    <ClientPage title={formatMessage({ id: 'place.cases' })} tone={lead.tone} lead={open.data === undefined ? formatMessage({ id: 'state.loading' }) : formatMessage({ id: `lead.${lead.kind}` }, { count: lead.count })}>
      <Tabs label={formatMessage({ id: 'cases.which' })} to="/cases" tabs={shown.map(({ id: name, label }) => ({ label, search: { show: name }, isCurrent: name === show }))} />
      {pages.error !== undefined && <ErrorPanel error={pages.error} onRetry={pages.again} />}
      {pages.rows === undefined && pages.error === undefined && <Loading height="40vh" />}
      {pages.rows?.length === 0 && <EmptyState title={formatMessage({ id: show === 'open' ? 'cases.none.open' : 'cases.none' })}>{formatMessage({ id: 'cases.none.text' })}</EmptyState>}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <>
          {total !== undefined && <p className={classes.count}>{formatMessage({ id: 'cases.shown' }, { shown: pages.rows.length, total })}</p>}
          <ul className={classes.list} aria-label={formatMessage({ id: 'place.cases' })}>{pages.rows.map((row) => <li key={row.id}><CaseRow row={row} /></li>)}</ul>
        </>
      )}
      {pages.hasMore && <LoadMore isLoading={pages.isLoading} onMore={pages.more} />}
    </ClientPage>
  );
}
