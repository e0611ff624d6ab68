import type { TenantRead, TenantTx } from '@yagura/db';
import { deterministicId, NotFound } from '@yagura/kernel';
import { moneyText, parseMoney, type TaxGroup } from '@yagura/rating';
import type { Invoice, InvoiceContent, InvoiceFile, InvoiceLine } from './invoice';
import { fromRow, lineFromRow, type InvoiceHead, type InvoiceRow, type LineRow } from './invoice-row.mapping';

// Dates are read as text: a driver's date is an instant at this process's midnight, which may be another day.
const HEAD = `select i.*, i.first_day::text as first_day, i.end_day::text as end_day, i.issued_on::text as issued_on from billing.invoice i`;

export async function findInvoice(read: TenantRead, invoiceId: string): Promise<InvoiceHead | undefined> {
  return (await read.sql<InvoiceRow>(`${HEAD} where i.tenant_id = any ($1::uuid[]) and i.id = $2`, [read.readScope, invoiceId])).map(fromRow)[0];
}

/** Newest month first, behind the key of the page before; one more than `first` says that there is a next page. */
export async function listInvoices(read: TenantRead, tenantId: string | null, behind: readonly [period: string, id: string] | undefined, first: number): Promise<InvoiceHead[]> {
  const rows = await read.sql<InvoiceRow>(
    `${HEAD} where i.tenant_id = any ($1::uuid[]) and ($2::uuid is null or i.tenant_id = $2) and ($3::text is null or (i.period, i.id) < ($3, $4::uuid))
     order by i.period desc, i.id desc limit $5`,
    [read.readScope, tenantId, behind?.[0] ?? null, behind?.[1] ?? null, first + 1]);
  return rows.map(fromRow);
}

/** Final invoices of months before `period` in one currency whose months have had usage since. */
export async function invoicesWithLateUsage(tx: TenantTx, period: string, currency: string): Promise<InvoiceHead[]> {
  const rows = await tx.sql<InvoiceRow>(
    `${HEAD} where i.tenant_id = $1 and i.status = 'final' and i.period < $2 and i.currency = $3 and exists (
       select from billing.usage_entry u where u.tenant_id = i.tenant_id and u.event_at >= i.starts_at and u.event_at < i.ends_at and u.sequence > i.ledger_through
     ) order by i.period`, [tx.tenantId, period, currency]);
  return rows.map(fromRow);
}

/** Per meter, up to which sequence a month's usage stands on final invoices. */
export async function billedThrough(tx: TenantTx, usagePeriod: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.sql<{ meter: string; through: string }>(
    `select l.meter, max(l.ledger_through)::text as through from billing.invoice_line l join billing.invoice i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
     where l.tenant_id = $1 and l.usage_period = $2 and i.status = 'final' group by l.meter`, [tx.tenantId, usagePeriod]);
  return new Map(rows.map(({ meter, through }) => [meter, through]));
}

/** A line by its id with the invoice that it stands on. */
export async function findLine(read: TenantRead, lineId: string): Promise<{ tenantId: string; invoiceId: string; line: InvoiceLine } | undefined> {
  const rows = await read.sql<LineRow & { tenant_id: string }>('select * from billing.invoice_line where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, lineId]);
  return rows.map((row) => ({ tenantId: row.tenant_id, invoiceId: row.invoice_id, line: lineFromRow(row) }))[0];
}

/** The invoice with its lines and taxes in order. */
export async function withParts(read: TenantRead, head: InvoiceHead): Promise<Invoice> {
  const key = [read.readScope, head.tenantId, head.invoiceId];
  const lines = await read.sql<LineRow>('select * from billing.invoice_line where tenant_id = any ($1::uuid[]) and tenant_id = $2 and invoice_id = $3 order by position', key);
  const taxes = await read.sql<{ tax_category: string; tax_rate: string; taxable_minor: string; tax_minor: string }>(
    'select * from billing.invoice_tax where tenant_id = any ($1::uuid[]) and tenant_id = $2 and invoice_id = $3 order by position', key);
  return {
    ...head, lines: lines.map(lineFromRow),
    taxes: taxes.map((row): TaxGroup => ({
      taxCategory: row.tax_category, taxRate: row.tax_rate, taxable: moneyText(BigInt(row.taxable_minor), head.minor), tax: moneyText(BigInt(row.tax_minor), head.minor),
    })),
  };
}

/** The whole invoice; NotFound when the reader has none of this id. */
export async function loadInvoice(read: TenantRead, invoiceId: string): Promise<Invoice> {
  const head = await findInvoice(read, invoiceId);
  if (head === undefined) throw new NotFound('invoice');
  return withParts(read, head);
}

/** Replaces the whole draft of a month, in this transaction; its document has to be made anew. */
export async function replaceDraft(tx: TenantTx, invoiceId: string, version: number, dataVersion: string, content: InvoiceContent): Promise<void> {
  const { issuer } = content;
  await tx.execute(
    `insert into billing.invoice (tenant_id, id, period, status, version, data_version, is_to_date, first_day, end_day, starts_at, ends_at, time_zone, language, currency,
       minor, plan, price_version, agreement_version, buyer_name, issuer_id, issuer_name, issuer_address, issuer_registration_number, subtotal_minor, tax_minor,
       total_minor, ledger_through, drafted_at)
     values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
     on conflict (tenant_id, id) do update set version = excluded.version, data_version = excluded.data_version, is_to_date = excluded.is_to_date,
       first_day = excluded.first_day, end_day = excluded.end_day, starts_at = excluded.starts_at, ends_at = excluded.ends_at, time_zone = excluded.time_zone,
       language = excluded.language, currency = excluded.currency, minor = excluded.minor, plan = excluded.plan, price_version = excluded.price_version,
       agreement_version = excluded.agreement_version, buyer_name = excluded.buyer_name, issuer_id = excluded.issuer_id, issuer_name = excluded.issuer_name,
       issuer_address = excluded.issuer_address, issuer_registration_number = excluded.issuer_registration_number, subtotal_minor = excluded.subtotal_minor,
       tax_minor = excluded.tax_minor, total_minor = excluded.total_minor, ledger_through = excluded.ledger_through, drafted_at = excluded.drafted_at,
       file_name = null, file_sha256 = null, file_bytes = null, file_pages = null`,
    [tx.tenantId, invoiceId, content.period, version, dataVersion, content.isToDate, content.firstDay, content.endDay, content.startsAt, content.endsAt, content.timeZone,
      content.language, content.currency, content.minor, content.plan, content.priceVersion, content.agreementVersion, content.buyerName, issuer.issuerId, issuer.name,
      issuer.address, issuer.registrationNumber, content.subtotalMinor, content.taxMinor, content.totalMinor, content.ledgerThrough, tx.now]);
  await tx.execute('delete from billing.invoice_line where tenant_id = $1 and invoice_id = $2', [tx.tenantId, invoiceId]);
  await tx.execute('delete from billing.invoice_tax where tenant_id = $1 and invoice_id = $2', [tx.tenantId, invoiceId]);
  for (const [position, line] of content.lines.entries()) await addLine(tx, invoiceId, position, line);
  for (const [position, tax] of content.taxes.entries()) await addTax(tx, invoiceId, position, tax, content.minor);
}

async function addLine(tx: TenantTx, invoiceId: string, position: number, line: InvoiceContent['lines'][number]): Promise<void> {
  const lineId = deterministicId('invoice line', invoiceId, String(position));
  await tx.execute(
    `insert into billing.invoice_line (tenant_id, id, invoice_id, position, kind, meter, measured_quantity, included_quantity, quantity, unit, unit_price, amount_minor,
       tax_category, tax_rate, price_version, usage_period, usage_from_at, usage_until_at, ledger_after, ledger_through)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [tx.tenantId, lineId, invoiceId, position, line.kind, line.meter, line.measuredQuantity, line.includedQuantity, line.quantity, line.unit, line.unitPrice,
      line.amountMinor, line.taxCategory, line.taxRate, line.priceVersion, line.usage.period, line.usage.from, line.usage.until, line.usage.after, line.usage.through]);
}

async function addTax(tx: TenantTx, invoiceId: string, position: number, tax: TaxGroup, minor: number): Promise<void> {
  await tx.execute(
    'insert into billing.invoice_tax (tenant_id, invoice_id, position, tax_category, tax_rate, taxable_minor, tax_minor) values ($1, $2, $3, $4, $5, $6, $7)',
    [tx.tenantId, invoiceId, position, tax.taxCategory, tax.taxRate, parseMoney(tax.taxable, minor), parseMoney(tax.tax, minor)]);
}

/** Makes the draft final under its number; the database refuses every later change. */
export async function makeFinal(tx: TenantTx, invoiceId: string, number: string, issuedOn: string): Promise<void> {
  await tx.execute(
    `update billing.invoice set status = 'final', number = $3, issued_on = $4, finalised_at = $5, file_name = null, file_sha256 = null, file_bytes = null, file_pages = null
     where tenant_id = $1 and id = $2 and status = 'draft'`, [tx.tenantId, invoiceId, number, issuedOn, tx.now]);
}

/** Notes where the document of this very content is kept; false when the invoice has become another meanwhile or has one. */
export async function noteFile(tx: TenantTx, invoice: InvoiceHead, file: InvoiceFile): Promise<boolean> {
  const noted = await tx.execute(
    `update billing.invoice set file_name = $5, file_sha256 = $6, file_bytes = $7, file_pages = $8
     where tenant_id = $1 and id = $2 and data_version = $3 and status = $4 and file_name is null`,
    [tx.tenantId, invoice.invoiceId, invoice.dataVersion, invoice.status, file.name, file.sha256, file.bytes, file.pages]);
  return noted === 1;
}
