import { Injectable } from '@nestjs/common';
import { AgreementChangedV1, TenantActivatedV1, type EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { PolicyService } from './policy.service';

@Injectable()
export class PolicyConsumer {
  constructor(private readonly policies: PolicyService) {}

  @OnEvent(TenantActivatedV1)
  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>): Promise<void> {
    if (data.kind === 'customer') await this.policies.agreed(tx, data.agreement);
  }

  @OnEvent(AgreementChangedV1)
  async agreementChanged(tx: TenantTx, data: EventData<typeof AgreementChangedV1>): Promise<void> {
    await this.policies.agreed(tx, data.agreement);
  }
}
