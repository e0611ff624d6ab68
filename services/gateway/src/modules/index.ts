import { AgreementResolver, ContactResolver } from './agreement/agreement.resolver';
import { CaseConnectionResolver, CaseResolver, CaseRowResolver } from './case/case.resolver';
import { FindingResolver } from './finding/finding.resolver';
import { AuditResolver, AuditVerificationResolver } from './audit/audit.resolver';
import { DetectionResolver } from './detection/detection.resolver';
import { IngestionResolver } from './ingestion/ingestion.resolver';
import { SlaResolver } from './sla/sla.resolver';
import { InvoiceResolver } from './invoice/invoice.resolver';
import { SourceResolver } from './source/source.resolver';
import { TenantResolver } from './tenant/tenant.resolver';
import { UserResolver } from './user/user.resolver';
import { CaseDetailWordsResolver, CaseWordsResolver, FindingWordsResolver } from './plain-words/plain-words.resolver';
import { ReportResolver } from './report/report.resolver';
import { CaseUpdateResolver } from './case-update/case-update.resolver';
import { PartnerResolver } from './partner/partner.resolver';
import { PageResolver } from './page/page.resolver';
import { WebhookDeliveryResolver, WebhookEndpointResolver } from './webhook/webhook.resolver';

/** Every resolver of the API; a new noun adds its line here. */
export const resolvers = [
  PageResolver, AgreementResolver, ContactResolver, AuditResolver, AuditVerificationResolver, SourceResolver, TenantResolver, UserResolver, CaseResolver, CaseRowResolver, CaseConnectionResolver, FindingResolver, DetectionResolver, IngestionResolver, SlaResolver, InvoiceResolver, ReportResolver,
  FindingWordsResolver, CaseWordsResolver, CaseDetailWordsResolver,
  CaseUpdateResolver, PartnerResolver, WebhookEndpointResolver, WebhookDeliveryResolver,
];
