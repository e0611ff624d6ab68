import { Injectable } from '@nestjs/common';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { AgreementService } from '../agreement/agreement.service';
import { IssuerService } from '../issuer/issuer.service';
import { pricesOf } from '../price/price-book';
import { inTenantOf } from '../tenant/tenant-scope';
import { UsageService } from '../usage/usage.service';
import { billingPeriod, type BillingPeriod } from './billing-period';
import { DocumentService } from './document.service';
import { dataVersionOf, draftContent, invoiceIdOf, type Invoice, type InvoiceContent } from './invoice';
import { InvoiceAlreadyFinal } from './invoice.errors';
import { findInvoice, loadInvoice, replaceDraft, withParts } from './invoice.repository';
import { LateUsageService } from './late-usage.service';
import { measuredOf, ratePeriod } from './rate-invoice';

/** Drafts a month's invoice from the ledger. Equal data give an equal draft of the same id and version, however often it is made. */
@Injectable()
export class DraftService {
  constructor(private readonly db: TenantDb, private readonly agreements: AgreementService, private readonly issuers: IssuerService,
    private readonly usage: UsageService, private readonly late: LateUsageService, private readonly documents: DocumentService) {}

  async draft(ctx: TenantContext, { tenantId, period }: { readonly tenantId: string; readonly period: string }): Promise<Invoice> {
    const inner = inTenantOf(ctx, tenantId, 'tenant');
    return this.documents.keep(inner, await this.db.run(inner, (tx) => this.redraft(tx, period)));
  }

  /** Replaces the draft when its data differ; joins the caller's transaction and holds the tenant's ledger until its end. */
  async redraft(tx: TenantTx, wanted: string): Promise<Invoice> {
    await this.usage.hold(tx);
    const period = billingPeriod(wanted, await this.agreements.versions(tx), tx.now);
    const invoiceId = invoiceIdOf(tx.tenantId, period.month);
    const before = await findInvoice(tx, invoiceId);
    if (before?.status === 'final') throw new InvoiceAlreadyFinal();
    const content = await this.contentOf(tx, period);
    const dataVersion = dataVersionOf(content);
    if (before !== undefined && before.dataVersion === dataVersion) return withParts(tx, before);
    const version = (before?.version ?? 0) + 1;
    await replaceDraft(tx, invoiceId, version, dataVersion, content);
    await tx.audit({ action: 'invoice.drafted', objectKind: 'invoice', objectId: invoiceId, details: { period: period.month, version } });
    return loadInvoice(tx, invoiceId);
  }

  private async contentOf(tx: TenantTx, period: BillingPeriod): Promise<InvoiceContent> {
    const plan = pricesOf(period.agreement, period.firstDay);
    const ledgerThrough = await this.usage.lastSequence(tx, period.startsAt, period.endsAt);
    const measured = measuredOf(await this.usage.measure(tx, { from: period.startsAt, until: period.endsAt, after: '0', through: ledgerThrough }));
    return draftContent({
      period, plan, issuer: await this.issuers.current(tx, period.agreement.language), lines: ratePeriod(plan, measured, period), late: await this.late.linesFor(tx, period.month, plan.currency),
      ledgerThrough,
    });
  }
}
