import { Module } from '@nestjs/common';
import { billingApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { AgreementConsumer } from './agreement/agreement.consumer';
import { AgreementService } from './agreement/agreement.service';
import { DocumentService } from './invoice/document.service';
import { DraftService } from './invoice/draft.service';
import { FinaliseService } from './invoice/finalise.service';
import { InvoiceController } from './invoice/invoice.controller';
import { InvoiceService } from './invoice/invoice.service';
import { LateUsageService } from './invoice/late-usage.service';
import { IssuerService } from './issuer/issuer.service';
import { UsageConsumer } from './usage/usage.consumer';
import { UsageService } from './usage/usage.service';

@Module({
  providers: [
    AgreementService, AgreementConsumer, IssuerService, UsageService, UsageConsumer, LateUsageService, DocumentService, DraftService, FinaliseService,
    InvoiceService, InvoiceController,
  ],
})
export class BillingModule {}

/** Usage ledger, rating, invoices. */
export const billingService = defineService({
  name: 'billing', role: 'svc_billing', module: BillingModule, controllers: [[billingApi, InvoiceController]], consumers: [AgreementConsumer, UsageConsumer], workers: [],
});
