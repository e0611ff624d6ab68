import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ClientInvoicesDocument, type ClientInvoicesQuery } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { LoadMore } from '../layout/load-more';
import { usePages } from '../layout/use-pages';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { NoInvoices } from './no-invoices';

type Row = ClientInvoicesQuery['invoices']['nodes'][number];

/** What was billed, for those whose role includes it. */
export const InvoicesPage = (): ReactNode => (useCompany().mayReadInvoices ? <InvoiceList /> : <NoInvoices />);

function InvoiceList(): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const { id } = useCompany();
  const { language } = useLanguage();
  const variables = useMemo(() => ({ tenantId: id }), [id]);
  const { rows, error, again, hasMore, isLoading, more } = usePages<ClientInvoicesQuery, Row>(ClientInvoicesDocument, variables, ({ invoices }) => invoices);
  if (rows === undefined) return error === undefined ? <Loading height="50vh" /> : <ErrorPanel error={error} onRetry={again} />;
  const money = ({ total, currency }: Row): string => formatNumber(Number(total), { style: 'currency', currency });
  const [latest] = rows;
  const lead = latest === undefined
    ? formatMessage({ id: 'invoice.lead.none' })
    : formatMessage({ id: latest.status === 'FINAL' ? 'invoice.lead.some' : 'invoice.lead.draft' }, { month: monthName(latest.period, language), total: money(latest) });
  return (
    <ClientPage title={formatMessage({ id: 'place.invoices' })} tone="calm" lead={lead}>
      {error !== undefined && <ErrorPanel error={error} onRetry={again} />}
      {rows.length > 0 && (
        <Section title={formatMessage({ id: 'invoice.list' })}>
          <PlainTable
            caption={formatMessage({ id: 'invoice.list' })} rows={rows} rowId={({ id: invoice }) => invoice}
            columns={[
              { id: 'month', header: formatMessage({ id: 'invoice.month' }), cell: ({ id: invoice, period }) => <Link to="/invoices/$id" params={{ id: invoice }} className={layout.link}>{formatMessage({ id: 'invoice.open' }, { month: monthName(period, language) })}</Link> },
              { id: 'number', header: formatMessage({ id: 'invoice.number' }), cell: ({ number }) => number ?? formatMessage({ id: 'invoice.draft' }) },
              { id: 'status', header: formatMessage({ id: 'invoice.status' }), cell: ({ status }) => formatMessage({ id: `invoice.status.${status}` }) },
              { id: 'issued', header: formatMessage({ id: 'invoice.issued' }), cell: ({ issuedOn }) => issuedOn ?? '–' },
              { id: 'total', header: formatMessage({ id: 'invoice.total' }), isFigure: true, cell: (row) => money(row) },
            ]}
          />
        </Section>
      )}
      {hasMore && <LoadMore isLoading={isLoading} onMore={more} />}
    </ClientPage>
  );
}
