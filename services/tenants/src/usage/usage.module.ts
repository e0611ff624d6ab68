import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { UsageService } from './usage.service';
import { UsageWorker } from './usage.worker';

@Module({ imports: [AgreementModule], providers: [UsageService, UsageWorker], exports: [UsageService] })
export class UsageModule {}
