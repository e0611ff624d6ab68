import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useCompany } from '../company/company';
import { ClientPage } from '../layout/client-page';

/** For people of the company whose role has no invoices: said so, with whom to ask. */
export function NoInvoices(): ReactNode {
  const { formatMessage } = useIntl();
  const { askWhom } = useCompany();
  return (
    <ClientPage title={formatMessage({ id: 'place.invoices' })} tone="look" lead={formatMessage({ id: 'invoice.lead.denied' })}>
      <p>{askWhom === undefined ? formatMessage({ id: 'invoice.denied.nobody' }) : formatMessage({ id: 'invoice.denied.ask' }, { name: askWhom })}</p>
    </ClientPage>
  );
}
