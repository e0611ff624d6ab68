import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { billingApi, InvoiceFileView, InvoiceSummary, InvoiceView, OperationParsed, Page, UsageDay, UsageEntryView } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { UsageService } from '../usage/usage.service';
import { DraftService } from './draft.service';
import { FinaliseService } from './finalise.service';
import { toEntry, toFile, toSummary, toView } from './invoice.mapping';
import { InvoiceService } from './invoice.service';

type In<Name extends keyof typeof billingApi> = OperationParsed<(typeof billingApi)[Name]>;

@Injectable()
export class InvoiceController implements Implements<typeof billingApi> {
  constructor(private readonly service: InvoiceService, private readonly drafts: DraftService, private readonly finals: FinaliseService, private readonly ledger: UsageService) {}

  @Allow('billing:write')
  async draftInvoice(ctx: TenantContext, input: In<'draftInvoice'>): Promise<InvoiceView> {
    return toView(await this.drafts.draft(ctx, input));
  }

  @Allow('billing:write')
  async finaliseInvoice(ctx: TenantContext, input: In<'finaliseInvoice'>): Promise<InvoiceView> {
    return toView(await this.finals.finalise(ctx, input));
  }

  @Allow('billing:read')
  async invoices(ctx: TenantContext, input: In<'invoices'>): Promise<Page<InvoiceSummary>> {
    const { items, nextCursor } = await this.service.list(ctx, input);
    return { items: items.map(toSummary), nextCursor };
  }

  @Allow('billing:read')
  async invoice(ctx: TenantContext, input: In<'invoice'>): Promise<InvoiceView> {
    return toView(await this.service.open(ctx, input));
  }

  @Allow('billing:read')
  async invoiceFile(ctx: TenantContext, input: In<'invoiceFile'>): Promise<InvoiceFileView> {
    return toFile(await this.service.file(ctx, input));
  }

  @Allow('billing:read')
  async invoiceLineUsage(ctx: TenantContext, input: In<'invoiceLineUsage'>): Promise<Page<UsageEntryView>> {
    const { items, nextCursor } = await this.service.lineUsage(ctx, input);
    return { items: items.map(toEntry), nextCursor };
  }

  @Allow('billing:read')
  async usage(ctx: TenantContext, input: In<'usage'>): Promise<readonly UsageDay[]> {
    return this.ledger.byDay(ctx, input);
  }
}
