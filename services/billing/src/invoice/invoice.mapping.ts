import type { InvoiceFileView, InvoiceLineView, InvoiceSummary, InvoiceView, UsageEntryView } from '@yagura/contracts';
import { moneyText } from '@yagura/rating';
import type { UsageEntry } from '../usage/usage';
import { dayBefore } from './billing-period';
import type { Invoice, InvoiceFile, InvoiceLine } from './invoice';
import type { InvoiceHead } from './invoice-row.mapping';
import { describeLine, plainDecimal } from './invoice-words';
import { isQualified } from './qualified';

export const toSummary = (invoice: InvoiceHead): InvoiceSummary => ({
  tenantId: invoice.tenantId, invoiceId: invoice.invoiceId, period: invoice.period, status: invoice.status, number: invoice.number, version: invoice.version,
  isToDate: invoice.isToDate, firstDay: invoice.firstDay, lastDay: dayBefore(invoice.endDay), currency: invoice.currency,
  subtotal: moneyText(invoice.subtotalMinor, invoice.minor), taxTotal: moneyText(invoice.taxMinor, invoice.minor), total: moneyText(invoice.totalMinor, invoice.minor),
  draftedAt: invoice.draftedAt.toISOString(), issuedOn: invoice.issuedOn,
});

export const toView = (invoice: Invoice): InvoiceView => ({
  ...toSummary(invoice), language: invoice.language, timeZone: invoice.timeZone, plan: invoice.plan, priceVersion: invoice.priceVersion,
  agreementVersion: invoice.agreementVersion, buyerName: invoice.buyerName,
  issuer: { name: invoice.issuer.name, address: invoice.issuer.address, registrationNumber: invoice.issuer.registrationNumber },
  isQualifiedInvoice: isQualified(invoice), lines: invoice.lines.map((line) => toLine(invoice, line)), taxes: invoice.taxes, file: invoice.file,
});

const toLine = (invoice: Invoice, line: InvoiceLine): InvoiceLineView => ({
  lineId: line.lineId, kind: line.kind, meter: line.meter, description: describeLine(invoice.language, invoice.plan, line),
  measuredQuantity: plainDecimal(line.measuredQuantity), includedQuantity: plainDecimal(line.includedQuantity), quantity: plainDecimal(line.quantity), unit: line.unit,
  unitPrice: line.unitPrice, amount: moneyText(line.amountMinor, invoice.minor), taxCategory: line.taxCategory, taxRate: plainDecimal(line.taxRate),
  priceVersion: line.priceVersion, usagePeriod: line.usage.period,
});

export const toFile = ({ invoice, file, bytes }: { readonly invoice: Invoice; readonly file: InvoiceFile; readonly bytes: Uint8Array }): InvoiceFileView => ({
  tenantId: invoice.tenantId, invoiceId: invoice.invoiceId, contentType: 'application/pdf', ...file, content: Buffer.from(bytes).toString('base64'),
});

export const toEntry = ({ usageId, sequence: _sequence, ...entry }: UsageEntry): UsageEntryView => ({ ...entry, entryId: usageId });
