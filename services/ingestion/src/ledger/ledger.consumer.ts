import { Injectable } from '@nestjs/common';
import { BatchProcessedV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { LedgerService } from './ledger.service';

@Injectable()
export class LedgerConsumer {
  constructor(private readonly ledger: LedgerService) {}

  @OnEvent(BatchProcessedV1)
  async batchProcessed(tx: TenantTx, data: EventData<typeof BatchProcessedV1>): Promise<void> {
    await this.ledger.batchProcessed(tx, data);
  }
}
