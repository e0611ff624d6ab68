import { Module } from '@nestjs/common';
import { accessApi, agreementApi, auditApi, partnerApi, partnerSelfApi, sourceApi, tenantApi, userApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { AccessController } from './access/access.controller';
import { AccessModule } from './access/access.module';
import { AgreementController } from './agreement/agreement.controller';
import { AgreementModule } from './agreement/agreement.module';
import { AuditController } from './audit/audit.controller';
import { AuditModule } from './audit/audit.module';
import { SequencerWorker } from './audit/sequencer.worker';
import { OnboardingModule } from './onboarding/onboarding.module';
import { OnboardingWorker } from './onboarding/onboarding.worker';
import { TenantController } from './onboarding/tenant.controller';
import { PartnerController } from './partner/partner.controller';
import { PartnerModule } from './partner/partner.module';
import { PartnerSelfController } from './partner/partner-self.controller';
import { SourceConsumer } from './source/source.consumer';
import { SourceController } from './source/source.controller';
import { SourceModule } from './source/source.module';
import { UsageModule } from './usage/usage.module';
import { UsageWorker } from './usage/usage.worker';
import { UserController } from './user/user.controller';
import { UserModule } from './user/user.module';

@Module({ imports: [AccessModule, AgreementModule, AuditModule, OnboardingModule, PartnerModule, SourceModule, UsageModule, UserModule] })
export class AppModule {}

export const tenantsService = defineService({
  name: 'tenants', role: 'svc_tenants', module: AppModule,
  controllers: [
    [accessApi, AccessController], [agreementApi, AgreementController], [auditApi, AuditController], [sourceApi, SourceController],
    [tenantApi, TenantController], [userApi, UserController], [partnerApi, PartnerController], [partnerSelfApi, PartnerSelfController],
  ],
  consumers: [SourceConsumer],
  workers: [OnboardingWorker, SequencerWorker, UsageWorker],
});
