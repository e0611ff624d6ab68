import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { SuspensionModule } from '../suspension/suspension.module';
import { TenantModule } from '../tenant/tenant.module';
import { UserModule } from '../user/user.module';
import { Failpoint } from './failpoint';
import { OnboardingService } from './onboarding.service';
import { OnboardingWorker } from './onboarding.worker';
import { StepModule } from './step.module';
import { TenantController } from './tenant.controller';

@Module({
  imports: [AgreementModule, StepModule, SuspensionModule, TenantModule, UserModule],
  providers: [Failpoint, OnboardingService, OnboardingWorker, TenantController], exports: [OnboardingService],
})
export class OnboardingModule {}
