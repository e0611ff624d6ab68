import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller';
import { AgreementService } from './agreement.service';

@Module({ providers: [AgreementService, AgreementController], exports: [AgreementService] })
export class AgreementModule {}
