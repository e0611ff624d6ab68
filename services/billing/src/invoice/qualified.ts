import { checkQualifiedInvoice } from '@yagura/rating';
import type { Invoice } from './invoice';
import { describeLine } from './invoice-words';

/** Whether the document may be styled a qualified invoice (適格請求書): it is final and shows all that the act asks for, a registration number first. */
export function isQualified(invoice: Invoice): boolean {
  if (invoice.status !== 'final') return false;
  const missing = checkQualifiedInvoice({
    issuerName: invoice.issuer.name, registrationNumber: invoice.issuer.registrationNumber ?? '', transactionDate: `${invoice.firstDay}/${invoice.endDay}`,
    recipientName: invoice.buyerName, taxBreakdown: invoice.taxes,
    lines: invoice.lines.map((line) => ({ description: describeLine(invoice.language, invoice.plan, line), taxRate: line.taxRate })),
  });
  return missing.length === 0;
}
