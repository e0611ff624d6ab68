import { Injectable } from '@nestjs/common';
import { AgreementChangedV1, SourceAddedV1, SourceChangedV1, TenantActivatedV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { SourceService } from './source.service';

@Injectable()
export class SourceConsumer {
  constructor(private readonly sources: SourceService) {}

  @OnEvent(TenantActivatedV1)
  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>): Promise<void> {
    if (data.kind === 'customer') await this.sources.tenantChanged(tx, data.slug, data.agreement);
  }

  @OnEvent(AgreementChangedV1)
  async agreementChanged(tx: TenantTx, data: EventData<typeof AgreementChangedV1>): Promise<void> {
    await this.sources.tenantChanged(tx, null, data.agreement);
  }

  @OnEvent(SourceAddedV1)
  async sourceAdded(tx: TenantTx, data: EventData<typeof SourceAddedV1>): Promise<void> {
    await this.sources.sourceAdded(tx, data);
  }

  @OnEvent(SourceChangedV1)
  async sourceChanged(tx: TenantTx, data: EventData<typeof SourceChangedV1>): Promise<void> {
    await this.sources.sourceChanged(tx, data);
  }
}
