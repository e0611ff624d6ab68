import { Injectable } from '@nestjs/common';
import { AgreementChangedV1, TenantActivatedV1, type EventData, type EventEnvelope } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { AgreementService } from './agreement.service';

@Injectable()
export class AgreementConsumer {
  constructor(private readonly agreements: AgreementService) {}

  @OnEvent(TenantActivatedV1)
  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>, envelope: EventEnvelope): Promise<void> {
    if (data.kind === 'customer') await this.agreements.announced(tx, data.agreement, new Date(envelope.time));
  }

  @OnEvent(AgreementChangedV1)
  async agreementChanged(tx: TenantTx, data: EventData<typeof AgreementChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.agreements.announced(tx, data.agreement, new Date(envelope.time));
  }
}
