import { Injectable } from '@nestjs/common';
import { PartnerAccessChangedV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { PartnerService } from './partner.service';

@Injectable()
export class PartnerConsumer {
  constructor(private readonly partners: PartnerService) {}

  @OnEvent(PartnerAccessChangedV1)
  async accessChanged(tx: TenantTx, data: EventData<typeof PartnerAccessChangedV1>): Promise<void> {
    await this.partners.accessChanged(tx, data);
  }
}
