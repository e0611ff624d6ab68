import { Injectable } from '@nestjs/common';
import type { Page } from '@yagura/contracts';
import { TenantDb } from '@yagura/db';
import { InvalidInput, isUuid, NotFound, type TenantContext } from '@yagura/kernel';
import { keyBehind, pageOf } from '@yagura/runtime';
import { inTenantOf } from '../tenant/tenant-scope';
import type { UsageEntry } from '../usage/usage';
import { UsageService } from '../usage/usage.service';
import { DocumentService } from './document.service';
import type { Invoice, InvoiceFile } from './invoice';
import { findInvoice, findLine, listInvoices, loadInvoice } from './invoice.repository';
import type { InvoiceHead } from './invoice-row.mapping';
import { LEDGER_METER } from './rate-invoice';

interface PageInput { readonly first: number; readonly after?: string | undefined }

/** Reads of invoices. What the provider's people open is recorded in the log of the tenant that it belongs to, or is not opened. */
@Injectable()
export class InvoiceService {
  constructor(private readonly db: TenantDb, private readonly usage: UsageService, private readonly documents: DocumentService) {}

  /** Newest month first, over the named tenant or the whole scope. */
  async list(ctx: TenantContext, { tenantId, first, after }: PageInput & { readonly tenantId?: string | null }): Promise<Page<InvoiceHead>> {
    const name = `invoices ${tenantId ?? 'all'}`;
    const behind = invoiceKey(keyBehind(name, after));
    return this.db.run(tenantId == null ? ctx : inTenantOf(ctx, tenantId, 'tenant'), async (tx) => {
      if (tx.audience === 'staff') await tx.auditList({ list: 'invoices' });
      const rows = await listInvoices(tx, tenantId ?? null, behind, first);
      return pageOf(name, first, rows, ({ period, invoiceId }) => `${period} ${invoiceId}`);
    });
  }

  async open(ctx: TenantContext, { invoiceId }: { readonly invoiceId: string }): Promise<Invoice> {
    const head = await this.db.read(ctx, (read) => findInvoice(read, invoiceId));
    if (head === undefined) throw new NotFound('invoice');
    return this.db.run(inTenantOf(ctx, head.tenantId, 'invoice'), async (tx) => {
      if (tx.audience === 'staff') await tx.audit({ action: 'invoice.opened', objectKind: 'invoice', objectId: invoiceId });
      return loadInvoice(tx, invoiceId);
    });
  }

  /** The document of what the invoice says now; it is made first when a crash kept it from being made. */
  async file(ctx: TenantContext, { invoiceId }: { readonly invoiceId: string }): Promise<{ invoice: Invoice; file: InvoiceFile; bytes: Uint8Array }> {
    const opened = await this.open(ctx, { invoiceId });
    const invoice = await this.documents.keep(ctx, opened);
    // Redrafted in this very moment: the caller asks again and gets the new one.
    if (invoice.file === null) throw new NotFound('document');
    return { invoice, file: invoice.file, bytes: await this.documents.bytesOf(inTenantOf(ctx, invoice.tenantId, 'invoice'), invoice, invoice.file) };
  }

  /** The ledger entries that a line rests on; a fee rests on none. */
  async lineUsage(ctx: TenantContext, { lineId, first, after }: PageInput & { readonly lineId: string }): Promise<Page<UsageEntry>> {
    const list = `invoice line ${lineId}`;
    const behind = sequenceKey(keyBehind(list, after));
    const found = await this.db.read(ctx, (read) => findLine(read, lineId));
    if (found === undefined) throw new NotFound('invoice line');
    const { tenantId, invoiceId, line } = found;
    return this.db.run(inTenantOf(ctx, tenantId, 'invoice line'), async (tx) => {
      if (tx.audience === 'staff') await tx.audit({ action: 'invoice_line.opened', objectKind: 'invoice', objectId: invoiceId, details: { lineId } });
      if (line.meter === 'plan_fee') return { items: [], nextCursor: null };
      const rows = await this.usage.entries(tx, LEDGER_METER[line.meter], { ...line.usage, after: later(behind, line.usage.after) }, first);
      return pageOf(list, first, rows, ({ sequence }) => sequence);
    });
  }
}

function invoiceKey(key: string | undefined): readonly [period: string, id: string] | undefined {
  if (key === undefined) return undefined;
  const [period, id] = key.split(' ');
  if (id === undefined || !isUuid(id) || !/^\d{4}-\d{2}$/.test(period)) throw cursorUnfit();
  return [period, id];
}

function sequenceKey(key: string | undefined): string | undefined {
  if (key !== undefined && !/^\d{1,18}$/.test(key)) throw cursorUnfit();
  return key;
}

/** A cursor leads forward within its own line, never before its beginning. */
const later = (behind: string | undefined, start: string): string => (behind !== undefined && BigInt(behind) > BigInt(start) ? behind : start);

const cursorUnfit = (): InvalidInput => new InvalidInput('The cursor is not one of ours.', { slug: 'page.cursor_unfit', path: 'after' });
