import { Injectable } from '@nestjs/common';
import { IngestionUsageMeteredV1, TenantsUsageMeteredV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { UsageService } from './usage.service';

@Injectable()
export class UsageConsumer {
  constructor(private readonly usage: UsageService) {}

  @OnEvent(IngestionUsageMeteredV1)
  async ingestionMetered(tx: TenantTx, data: EventData<typeof IngestionUsageMeteredV1>): Promise<void> {
    await this.usage.metered(tx, 'ingestion', data);
  }

  @OnEvent(TenantsUsageMeteredV1)
  async tenantsMetered(tx: TenantTx, data: EventData<typeof TenantsUsageMeteredV1>): Promise<void> {
    await this.usage.metered(tx, 'tenants', data);
  }
}
