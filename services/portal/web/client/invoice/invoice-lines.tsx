import { useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ClientLineUsageDocument, type ClientLineUsageQuery } from '../gen/graphql';
import layout from '../layout/layout.module.css';
import { LoadMore } from '../layout/load-more';
import { ProseTime } from '../layout/prose';
import { usePages } from '../layout/use-pages';
import { ErrorPanel, Loading } from '../../shared/page/page-states';
import { PlainTable } from '../../shared/table/plain-table';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import type { ShownInvoice } from './shown-invoice';
import classes from './invoice.module.css';
import { useMoney } from './money';

type Line = ShownInvoice['lines'][number];

/** The lines of an invoice, each with its arithmetic and, when it is asked for, the usage behind it. */
export function InvoiceLines({ invoice: { currency, lines } }: { readonly invoice: ShownInvoice }): ReactNode {
  return <ul className={classes.lines}>{lines.map((line) => <li key={line.id}><OneLine line={line} currency={currency} /></li>)}</ul>;
}

function OneLine({ line, currency }: { readonly line: Line; readonly currency: string }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const money = useMoney(currency);
  const [isOpen, setOpen] = useState(false);
  const quantity = formatMessage({ id: 'invoice.unit' }, { unit: line.unit, quantity: line.quantity });
  return (
    <div className={classes.line}>
      <h3><bdi>{line.description}</bdi></h3>
      <p className={classes.sum}><span className="soft">{formatMessage({ id: 'invoice.formula' }, { quantity, price: money(line.unitPrice) })}</span> <strong>{money(line.amount)}</strong></p>
      <p className={classes.why}>
        {formatMessage({ id: `invoice.explain.${line.meter}` }, { measured: line.measuredQuantity, included: line.includedQuantity })}
        {line.kind === 'LATE' && <> {formatMessage({ id: 'invoice.explain.late' }, { month: monthName(line.usagePeriod, language) })}</>}
      </p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary aria-label={formatMessage({ id: 'invoice.why.of' }, { item: line.description })}>{formatMessage({ id: 'invoice.why' })}</summary>
        {isOpen && (line.meter === 'PLAN_FEE' ? <p className={layout.note}>{formatMessage({ id: 'invoice.usage.none' })}</p> : <Usage lineId={line.id} />)}
      </details>
    </div>
  );
}

type Entry = ClientLineUsageQuery['invoiceLineUsage']['nodes'][number];

function Usage({ lineId }: { readonly lineId: string }): ReactNode {
  const { formatMessage } = useIntl();
  const variables = useMemo(() => ({ lineId }), [lineId]);
  const { rows, error, again, hasMore, isLoading, more } = usePages<ClientLineUsageQuery, Entry>(ClientLineUsageDocument, variables, ({ invoiceLineUsage }) => invoiceLineUsage);
  if (error !== undefined) return <ErrorPanel error={error} onRetry={again} />;
  if (rows === undefined) return <Loading height="6rem" />;
  return (
    <>
      <p className={layout.note}>{formatMessage({ id: 'invoice.usage' })}</p>
      <PlainTable
        caption={formatMessage({ id: 'invoice.usage' })} rows={rows} rowId={({ source, id }) => `${source} ${id}`}
        columns={[
          { id: 'when', header: formatMessage({ id: 'invoice.usage.when' }), cell: ({ eventAt }) => <ProseTime at={eventAt} /> },
          { id: 'quantity', header: formatMessage({ id: 'invoice.usage.quantity' }), isFigure: true, cell: ({ quantity, correctionOf }) => <span>{quantity}{correctionOf != null && <span className="soft"> {formatMessage({ id: 'invoice.usage.correction' })}</span>}</span> },
          { id: 'what', header: formatMessage({ id: 'invoice.usage.what' }), cell: ({ subject }) => <span className="mono">{subject}</span> },
          { id: 'proof', header: formatMessage({ id: 'invoice.usage.proof' }), cell: ({ reference }) => <span className="mono">{reference}</span> },
        ]}
      />
      {hasMore && <LoadMore isLoading={isLoading} onMore={more} />}
    </>
  );
}
