import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { TenantModule } from '../tenant/tenant.module';
import { UsageModule } from '../usage/usage.module';
import { CredentialService } from './credential.service';
import { HeldBell } from './held-bell';
import { SourceConsumer } from './source.consumer';
import { SourceController } from './source.controller';
import { SourceService } from './source.service';

@Module({
  imports: [AgreementModule, TenantModule, UsageModule], providers: [SourceService, CredentialService, HeldBell, SourceConsumer, SourceController], exports: [SourceService],
})
export class SourceModule {}
