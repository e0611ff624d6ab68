import { Injectable } from '@nestjs/common';
import { TenantDb, type TenantTx } from '@yagura/db';
import { NotFound, type TenantContext } from '@yagura/kernel';
import { IssuerService } from '../issuer/issuer.service';
import { inTenantOf } from '../tenant/tenant-scope';
import { UsageService } from '../usage/usage.service';
import { localDate } from './billing-period';
import { DocumentService } from './document.service';
import { DraftService } from './draft.service';
import { GRACE_DAYS, isGraceOver, type Invoice } from './invoice';
import { GraceNotOver } from './invoice.errors';
import { findInvoice, loadInvoice, makeFinal } from './invoice.repository';

/** Turns drafts of ended months into numbered invoices. A number is given in the transaction that needs it, or not at all. */
@Injectable()
export class FinaliseService {
  constructor(private readonly db: TenantDb, private readonly usage: UsageService, private readonly issuers: IssuerService,
    private readonly drafts: DraftService, private readonly documents: DocumentService) {}

  async finalise(ctx: TenantContext, { invoiceId }: { readonly invoiceId: string }): Promise<Invoice> {
    const head = await this.db.read(ctx, (read) => findInvoice(read, invoiceId));
    if (head === undefined) throw new NotFound('invoice');
    const inner = inTenantOf(ctx, head.tenantId, 'invoice');
    return this.documents.keep(inner, await this.db.run(inner, (tx) => this.finaliseOnce(tx, invoiceId)));
  }

  private async finaliseOnce(tx: TenantTx, invoiceId: string): Promise<Invoice> {
    await this.usage.hold(tx);
    const current = await loadInvoice(tx, invoiceId);
    if (current.status === 'final') return current;
    if (!isGraceOver(current.endsAt, tx.now)) throw new GraceNotOver(GRACE_DAYS);
    // Events that arrived in the days of grace belong to the month: the snapshot is taken now, not when somebody last looked.
    const { issuer, period, timeZone } = await this.drafts.redraft(tx, current.period);
    const number = await this.issuers.numberFor(tx, issuer.issuerId, invoiceId);
    await makeFinal(tx, invoiceId, number, localDate(tx.now, timeZone));
    await tx.audit({ action: 'invoice.finalised', objectKind: 'invoice', objectId: invoiceId, details: { number, period } });
    return loadInvoice(tx, invoiceId);
  }
}
