import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { ClientHomeInvoiceDocument, type ClientHomeQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { missing } from './home-state';
import classes from './home.module.css';

/** What is watched, what was promised, what was reported and billed: each a sentence that leads to its evidence. */
export function HomeFacts({ data, month }: { readonly data: ClientHomeQuery; readonly month: string }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const { id, mayReadInvoices } = useCompany();
  const counts = data.slaSummary.tenants.find(({ tenantId }) => tenantId === id);
  const [report] = data.reports.nodes;
  return (
    <div className={classes.facts}>
      <Fact to="/protection" title={formatMessage({ id: 'home.watched' })}><Watched sources={data.sourceHealth} /></Fact>
      <Fact to="/promises" search={{ month }} title={formatMessage({ id: 'home.promises' }, { month: monthName(month, language) })}><Promises met={counts?.met ?? 0} breached={counts?.breached ?? 0} running={counts?.running ?? 0} /></Fact>
      <Fact to="/reports" title={formatMessage({ id: 'home.report' })}>
        {report === undefined ? formatMessage({ id: 'home.report.none' }) : formatMessage({ id: 'home.report.latest' }, { month: monthName(report.period, language), pages: report.pages })}
      </Fact>
      {mayReadInvoices && <Fact to="/invoices" title={formatMessage({ id: 'home.invoice' })}><LatestInvoice tenantId={id} /></Fact>}
    </div>
  );
}

interface FactProps { readonly to: string; readonly search?: Readonly<Record<string, string>>; readonly title: string; readonly children: ReactNode }

function Fact({ to, search, title, children }: FactProps): ReactNode {
  return (
    <section className={classes.fact}>
      <h2><Link to={to} search={search ?? {}}>{title}</Link></h2>
      <p>{children}</p>
    </section>
  );
}

function Watched({ sources }: { readonly sources: ClientHomeQuery['sourceHealth'] }): ReactNode {
  const { formatMessage } = useIntl();
  const expected = sources.filter(({ state }) => state !== 'DISABLED').length;
  const silent = missing(sources).length;
  if (expected === 0) return formatMessage({ id: 'home.watched.none' });
  if (silent === 0) return formatMessage({ id: 'home.watched.all' }, { count: expected });
  return formatMessage({ id: 'home.watched.some' }, { count: expected, active: expected - silent, silent });
}

function Promises({ met, breached, running }: { readonly met: number; readonly breached: number; readonly running: number }): ReactNode {
  const { formatMessage } = useIntl();
  const decided = met + breached;
  return (
    <>
      {decided === 0 ? formatMessage({ id: 'home.promises.none' }) : formatMessage({ id: 'home.promises.text' }, { met, decided })}
      {running > 0 && <> {formatMessage({ id: 'home.promises.running' }, { running })}</>}
    </>
  );
}

function LatestInvoice({ tenantId }: { readonly tenantId: string }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const { language } = useLanguage();
  const [{ data }] = useQuery({ query: ClientHomeInvoiceDocument, variables: { tenantId } });
  const [invoice] = data?.invoices.nodes ?? [];
  if (data === undefined) return ' ';
  if (invoice === undefined) return formatMessage({ id: 'home.invoice.none' });
  const total = formatNumber(Number(invoice.total), { style: 'currency', currency: invoice.currency });
  return formatMessage({ id: 'home.invoice.latest' }, { month: monthName(invoice.period, language), total });
}
