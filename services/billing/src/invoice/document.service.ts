import { Inject, Injectable } from '@nestjs/common';
import { TenantDb } from '@yagura/db';
import { asId, forSystem, type TenantContext } from '@yagura/kernel';
import type { FileKey, FileStore } from '@yagura/outside';
import { FILE_STORE } from '../ports';
import type { Invoice, InvoiceFile } from './invoice';
import { invoiceDocument } from './invoice-document';
import { loadInvoice, noteFile } from './invoice.repository';

/** Makes and keeps an invoice's document. What is kept under a content's name stays, so that a document never changes in silence. */
@Injectable()
export class DocumentService {
  private readonly making = new Map<string, Promise<Uint8Array>>();

  constructor(private readonly db: TenantDb, @Inject(FILE_STORE) private readonly files: FileStore) {}

  /** The invoice with its document, which is made when there is none yet. Rendering and keeping happen outside of every transaction. */
  async keep(ctx: TenantContext, invoice: Invoice): Promise<Invoice> {
    if (invoice.file !== null) return invoice;
    const key = keyOf(invoice, nameOf(invoice));
    const bytes = (await this.files.stat(key)) === undefined ? await this.render(key, invoice) : (await this.files.get(key)).bytes;
    const { sha256, size } = await this.files.put(key, bytes, { contentType: 'application/pdf' });
    const file: InvoiceFile = { name: key.name, sha256, bytes: size, pages: await pagesOf(bytes) };
    return this.db.run(forSystem(asId<'tenant'>(invoice.tenantId), 'billing', ctx.correlationId), async (tx) => {
      const isNew = await noteFile(tx, invoice, file);
      if (isNew) await tx.audit({ action: 'invoice.rendered', objectKind: 'invoice', objectId: invoice.invoiceId, details: { name: file.name, sha256 } });
      return loadInvoice(tx, invoice.invoiceId);
    });
  }

  /** Callers who want the same document at once wait for one rendering. */
  private render({ tenantId, id, name }: FileKey, invoice: Invoice): Promise<Uint8Array> {
    const address = `${tenantId}/${id}/${name}`;
    const made = this.making.get(address) ?? rendered(invoice).finally(() => this.making.delete(address));
    this.making.set(address, made);
    return made;
  }

  async bytesOf(ctx: TenantContext, invoice: Invoice, file: InvoiceFile): Promise<Uint8Array> {
    return (await this.files.get(keyOf({ ...invoice, tenantId: ctx.tenantId }, file.name))).bytes;
  }
}

// The typesetter is loaded with the first document; most starts of a process make none.
const rendered = async (invoice: Invoice): Promise<Uint8Array> => (await import('@yagura/pdf')).renderInThread(invoiceDocument(invoice));

const pagesOf = async (bytes: Uint8Array): Promise<number> => (await import('@yagura/pdf')).pageCount(bytes);

/** A draft's name carries its content, so that no two contents meet under one key. */
const nameOf = ({ status, number, version, dataVersion }: Invoice): string =>
  (status === 'final' && number !== null ? `invoice-${number.toLowerCase()}.pdf` : `draft-v${version}-${dataVersion.slice(0, 12)}.pdf`);

const keyOf = (invoice: Pick<Invoice, 'tenantId' | 'invoiceId'>, name: string): FileKey =>
  ({ tenantId: asId<'tenant'>(invoice.tenantId), kind: 'invoice', id: invoice.invoiceId, name });
