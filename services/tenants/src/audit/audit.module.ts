import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller';
import { AuditService } from './audit.service';
import { KeyRing } from './key-ring.service';
import { SequencerService } from './sequencer.service';
import { SequencerWorker } from './sequencer.worker';

@Module({ providers: [AuditService, AuditController, KeyRing, SequencerService, SequencerWorker] })
export class AuditModule {}
