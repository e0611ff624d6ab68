import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useClient, useQuery, type CombinedError } from 'urql';
import { ClientInvoiceDocument, ClientInvoiceFileDocument } from '../gen/graphql';
import { useCompany } from '../company/company';
import { ClientPage, Section } from '../layout/client-page';
import layout from '../layout/layout.module.css';
import { bytesOf, download } from '../../shared/file/download';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import { InvoiceLines } from './invoice-lines';
import { useMoney } from './money';
import { NoInvoices } from './no-invoices';
import type { ShownInvoice } from './shown-invoice';

/** One invoice: what is owed, what it is made of, and where each number comes from. */
export const InvoicePage = (): ReactNode => (useCompany().mayReadInvoices ? <OneInvoice /> : <NoInvoices />);

function OneInvoice(): ReactNode {
  const { id = '' } = useParams({ strict: false });
  const [{ data, error }, again] = useQuery({ query: ClientInvoiceDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  if (data === undefined) return error === undefined ? <Loading height="60vh" /> : <ErrorPanel error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return <Shown invoice={data.invoice} />;
}

function Shown({ invoice }: { readonly invoice: ShownInvoice }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const money = useMoney(invoice.currency);
  const month = monthName(invoice.period, language);
  return (
    <ClientPage
      title={`${formatMessage({ id: 'invoice.title' }, { month })}${invoice.number == null ? '' : ` · ${invoice.number}`}`} tone="calm"
      lead={formatMessage({ id: invoice.status === 'FINAL' ? 'invoice.one.final' : 'invoice.one.draft' }, { month, total: money(invoice.total) })}
      back={<Link to="/invoices" className={`${layout.back} ${layout.link}`}>{formatMessage({ id: 'invoice.back' })}</Link>}
    >
      <dl className={layout.facts}>
        <dt>{formatMessage({ id: 'invoice.status' })}</dt><dd>{formatMessage({ id: `invoice.status.${invoice.status}` })}</dd>
        <dt>{formatMessage({ id: 'invoice.period' })}</dt><dd>{formatMessage({ id: 'invoice.days' }, { from: invoice.firstDay, to: invoice.lastDay })}</dd>
        {invoice.issuedOn != null && <><dt>{formatMessage({ id: 'invoice.issued' })}</dt><dd>{invoice.issuedOn}</dd></>}
        <dt>{formatMessage({ id: 'invoice.issuer' })}</dt>
        <dd><bdi>{invoice.issuer.name}</bdi>{invoice.issuer.registrationNumber != null && <span className="soft"> · {formatMessage({ id: 'invoice.registration' }, { number: invoice.issuer.registrationNumber })}</span>}</dd>
      </dl>
      <Document invoice={invoice} />
      <Section title={formatMessage({ id: 'invoice.lines' })}><InvoiceLines invoice={invoice} /></Section>
      <Section title={formatMessage({ id: 'invoice.taxes' })}><Taxes invoice={invoice} /></Section>
      <Section title={formatMessage({ id: 'invoice.sum' })}>
        <dl className={layout.facts}>
          <dt>{formatMessage({ id: 'invoice.subtotal' })}</dt><dd>{money(invoice.subtotal)}</dd>
          <dt>{formatMessage({ id: 'invoice.taxTotal' })}</dt><dd>{money(invoice.taxTotal)}</dd>
          <dt>{formatMessage({ id: 'invoice.total' })}</dt><dd><strong>{money(invoice.total)}</strong></dd>
        </dl>
      </Section>
    </ClientPage>
  );
}

function Taxes({ invoice: { currency, taxes } }: { readonly invoice: ShownInvoice }): ReactNode {
  const { formatMessage, formatNumber } = useIntl();
  const money = useMoney(currency);
  return (
    <PlainTable
      caption={formatMessage({ id: 'invoice.taxes' })} rows={taxes} rowId={({ taxCategory, taxRate }) => `${taxCategory} ${taxRate}`}
      columns={[
        { id: 'rate', header: formatMessage({ id: 'invoice.tax.rate' }), cell: ({ taxRate }) => formatNumber(Number(taxRate) / 100, { style: 'percent', maximumFractionDigits: 2 }) },
        { id: 'taxable', header: formatMessage({ id: 'invoice.tax.taxable' }), isFigure: true, cell: ({ taxable }) => money(taxable) },
        { id: 'tax', header: formatMessage({ id: 'invoice.tax.tax' }), isFigure: true, cell: ({ tax }) => money(tax) },
      ]}
    />
  );
}

function Document({ invoice: { id, file } }: { readonly invoice: ShownInvoice }): ReactNode {
  const { formatMessage } = useIntl();
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<CombinedError>();
  const fetchFile = async (): Promise<void> => {
    setBusy(true);
    const { data, error: refused } = await client.query(ClientInvoiceFileDocument, { id }, { requestPolicy: 'network-only' }).toPromise();
    setBusy(false);
    setError(refused);
    if (data !== undefined) download(data.invoiceFile.name, data.invoiceFile.contentType, bytesOf(data.invoiceFile.content));
  };
  if (file == null) return <p className={layout.note}>{formatMessage({ id: 'invoice.noFile' })}</p>;
  return (
    <>
      <Button mt="md" size="md" loading={isBusy} onClick={() => void fetchFile()}>{formatMessage({ id: 'invoice.download' })}</Button>
      {error !== undefined && <ErrorPanel error={error} />}
    </>
  );
}
