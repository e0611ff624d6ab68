import type { InvoiceStatus, Language } from '@yagura/contracts';
import type { Invoice, InvoiceLine } from './invoice';

/** Big numbers and decimals arrive as text; the three dates are selected as text. */
export interface InvoiceRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly period: string; readonly status: InvoiceStatus; readonly version: number; readonly data_version: string;
  readonly number: string | null; readonly is_to_date: boolean; readonly first_day: string; readonly end_day: string; readonly starts_at: Date; readonly ends_at: Date;
  readonly time_zone: string; readonly language: Language; readonly currency: string; readonly minor: number; readonly plan: string; readonly price_version: number;
  readonly agreement_version: number; readonly buyer_name: string; readonly issuer_id: string; readonly issuer_name: string; readonly issuer_address: string;
  readonly issuer_registration_number: string | null; readonly subtotal_minor: string; readonly tax_minor: string; readonly total_minor: string;
  readonly ledger_through: string; readonly drafted_at: Date; readonly issued_on: string | null; readonly finalised_at: Date | null;
  readonly file_name: string | null; readonly file_sha256: string; readonly file_bytes: number; readonly file_pages: number;
}

/** An invoice without its lines and taxes, as lists show it. */
export type InvoiceHead = Omit<Invoice, 'lines' | 'taxes'>;

export const fromRow = (row: InvoiceRow): InvoiceHead => ({
  tenantId: row.tenant_id, invoiceId: row.id, period: row.period, status: row.status, version: row.version, dataVersion: row.data_version, number: row.number,
  isToDate: row.is_to_date, firstDay: row.first_day, endDay: row.end_day, startsAt: row.starts_at, endsAt: row.ends_at, timeZone: row.time_zone,
  language: row.language, currency: row.currency, minor: row.minor, plan: row.plan, priceVersion: row.price_version, agreementVersion: row.agreement_version,
  buyerName: row.buyer_name,
  issuer: { issuerId: row.issuer_id, name: row.issuer_name, address: row.issuer_address, registrationNumber: row.issuer_registration_number },
  subtotalMinor: BigInt(row.subtotal_minor), taxMinor: BigInt(row.tax_minor), totalMinor: BigInt(row.total_minor), ledgerThrough: row.ledger_through,
  draftedAt: row.drafted_at, issuedOn: row.issued_on, finalisedAt: row.finalised_at,
  file: row.file_name === null ? null : { name: row.file_name, sha256: row.file_sha256, bytes: row.file_bytes, pages: row.file_pages },
});

export interface LineRow extends Record<string, unknown> {
  readonly id: string; readonly invoice_id: string; readonly kind: InvoiceLine['kind']; readonly meter: InvoiceLine['meter']; readonly measured_quantity: string;
  readonly included_quantity: string; readonly quantity: string; readonly unit: InvoiceLine['unit']; readonly unit_price: string; readonly amount_minor: string;
  readonly tax_category: string; readonly tax_rate: string; readonly price_version: number; readonly usage_period: string; readonly usage_from_at: Date;
  readonly usage_until_at: Date; readonly ledger_after: string; readonly ledger_through: string;
}

export const lineFromRow = (row: LineRow): InvoiceLine => ({
  lineId: row.id, kind: row.kind, meter: row.meter, measuredQuantity: row.measured_quantity, includedQuantity: row.included_quantity, quantity: row.quantity,
  unit: row.unit, unitPrice: row.unit_price, amountMinor: BigInt(row.amount_minor), taxCategory: row.tax_category, taxRate: row.tax_rate,
  priceVersion: row.price_version,
  usage: { period: row.usage_period, from: row.usage_from_at, until: row.usage_until_at, after: row.ledger_after, through: row.ledger_through },
});
