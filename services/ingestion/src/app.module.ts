import { Module } from '@nestjs/common';
import { ingestionApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { BatchService } from './batch/batch.service';
import { CredentialService } from './credential/credential.service';
import { BulkDoor } from './door/bulk/bulk-door.service';
import { DoorAddressService } from './door/door-address.service';
import { HecDoor } from './door/hec/hec-door.service';
import { HttpDoors } from './door/http-doors.worker';
import { Intake } from './door/intake.service';
import { LedgerConsumer } from './ledger/ledger.consumer';
import { LedgerService } from './ledger/ledger.service';
import { QuotaService } from './quota/quota.service';
import { SourceConsumer } from './source/source.consumer';
import { SourceController } from './source/source.controller';
import { SourceService } from './source/source.service';

@Module({
  providers: [
    CredentialService, QuotaService, BatchService, SourceService, SourceConsumer, SourceController, LedgerService, LedgerConsumer,
    DoorAddressService, Intake, HecDoor, BulkDoor, HttpDoors,
  ],
})
export class IngestionModule {}

/** The doors, quotas, the batch ledger. */
export const ingestionService = defineService({
  name: 'ingestion', role: 'svc_ingestion', module: IngestionModule, controllers: [[ingestionApi, SourceController]], consumers: [SourceConsumer, LedgerConsumer],
  workers: [HttpDoors],
});
