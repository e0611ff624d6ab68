import { Module } from '@nestjs/common';
import { PartnerModule } from '../partner/partner.module';
import { UserModule } from '../user/user.module';
import { AccessController } from './access.controller';
import { AccessService } from './access.service';

@Module({ imports: [PartnerModule, UserModule], providers: [AccessService, AccessController] })
export class AccessModule {}
