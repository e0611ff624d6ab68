import { Module } from '@nestjs/common';
import { TenantModule } from '../tenant/tenant.module';
import { PartnerController } from './partner.controller';
import { PartnerAccessService } from './partner-access.service';
import { PartnerClientService } from './partner-client.service';
import { PartnerGrantService } from './partner-grant.service';
import { PartnerKeyService } from './partner-key.service';
import { PartnerSecretService } from './partner-secret.service';
import { PartnerSelfController } from './partner-self.controller';

@Module({
  imports: [TenantModule],
  providers: [PartnerClientService, PartnerGrantService, PartnerKeyService, PartnerSecretService, PartnerAccessService, PartnerController, PartnerSelfController],
  exports: [PartnerAccessService],
})
export class PartnerModule {}
