import { Module } from '@nestjs/common';
import { PartnerModule } from '../partner/partner.module';
import { AccessController } from './access.controller';
import { AccessService } from './access.service';

@Module({ imports: [PartnerModule], providers: [AccessService, AccessController] })
export class AccessModule {}
