import { useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientPromiseMonthsDocument } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { Tabs } from '../layout/tabs';
import { monthOf, monthsBack, spanOf } from '../month/month';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { MonthTable, type MonthCounts } from './month-table';
import { PromiseList } from './promise-list';
import { PROMISE_SHOWS, type PromiseSearch } from './promise-search';

const MONTHS = 6;

/** How well we kept what we promised: by month, and each promise with its proof. */
export function PromisesPage(): ReactNode {
  const { formatMessage } = useIntl();
  const { id, timeZone } = useCompany();
  const { language } = useLanguage();
  const search: PromiseSearch = useSearch({ strict: false });
  const now = monthOf(new Date(), timeZone);
  const month = search.month ?? now;
  const months = useMemo(() => monthsBack(now, MONTHS), [now]);
  const variables = useMemo(() => monthVariables(id, months, timeZone), [id, months, timeZone]);
  const [{ data, error }, again] = useQuery({ query: ClientPromiseMonthsDocument, variables, requestPolicy: 'cache-and-network' });
  if (data === undefined) return error === undefined ? <Loading height="70vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;

  const answers = [data.month0, data.month1, data.month2, data.month3, data.month4, data.month5];
  const rows: MonthCounts[] = months.map((name, index) => {
    const counts = answers[index]?.tenants.find(({ tenantId }) => tenantId === id);
    return { month: name, met: counts?.met ?? 0, breached: counts?.breached ?? 0, running: name === now ? counts?.running ?? 0 : undefined, share: counts?.attainmentPct ?? null };
  });
  // A month in which nothing was promised says nothing, unless the reader asked for it.
  const told = rows.filter((row) => row.month === now || row.month === month || row.met + row.breached > 0);
  const { met = 0, breached = 0 } = rows.find((row) => row.month === month) ?? {};
  const decided = met + breached;
  const kind = decided === 0 ? 'none' : breached === 0 ? 'all' : 'some';
  const named = monthName(month, language);
  return (
    <ClientPage title={formatMessage({ id: 'place.promises' })} tone={kind === 'some' ? 'look' : 'calm'} lead={formatMessage({ id: `promises.lead.${kind}` }, { month: named, met, breached, decided })}>
      <Section title={formatMessage({ id: 'promises.months' })}><MonthTable rows={told} current={month} /></Section>
      <Section title={formatMessage({ id: 'promises.list' }, { month: named })}>
        <Tabs
          label={formatMessage({ id: 'promises.which' })} to="/promises"
          tabs={[undefined, ...PROMISE_SHOWS].map((show) => ({ label: formatMessage({ id: `promises.${show ?? 'all'}` }), search: { month, show }, isCurrent: search.show === show }))}
        />
        <PromiseList month={month} show={search.show} />
      </Section>
      <p className={layout.note}>{formatMessage({ id: 'promises.explain' })}</p>
    </ClientPage>
  );
}

function monthVariables(tenantId: string, months: readonly string[], zone: string) {
  const spans = months.map((month) => spanOf(month, zone));
  const at = (index: number): { from: string; until: string } => spans[index] ?? { from: '', until: '' };
  return {
    tenantId, from0: at(0).from, until0: at(0).until, from1: at(1).from, until1: at(1).until, from2: at(2).from, until2: at(2).until,
    from3: at(3).from, until3: at(3).until, from4: at(4).from, until4: at(4).until, from5: at(5).from, until5: at(5).until,
  };
}
