import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { TenantModule } from '../tenant/tenant.module';
import { UserModule } from '../user/user.module';
import { Failpoint } from './failpoint';
import { OnboardingService } from './onboarding.service';
import { OnboardingWorker } from './onboarding.worker';
import { StepModule } from './step.module';

@Module({ imports: [AgreementModule, StepModule, TenantModule, UserModule], providers: [Failpoint, OnboardingService, OnboardingWorker], exports: [OnboardingService] })
export class OnboardingModule {}
