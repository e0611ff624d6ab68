import { Injectable } from '@nestjs/common';
import { TenantActivatedV1, TenantResumedV1, TenantSuspendedV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { TenantService } from './tenant.service';

@Injectable()
export class TenantConsumer {
  constructor(private readonly tenants: TenantService) {}

  @OnEvent(TenantActivatedV1)
  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>): Promise<void> {
    await this.tenants.activated(tx, data);
  }

  @OnEvent(TenantSuspendedV1)
  async suspended(tx: TenantTx): Promise<void> {
    await this.tenants.suspended(tx);
  }

  @OnEvent(TenantResumedV1)
  async resumed(tx: TenantTx): Promise<void> {
    await this.tenants.resumed(tx);
  }
}
