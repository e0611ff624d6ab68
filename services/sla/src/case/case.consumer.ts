import { Injectable } from '@nestjs/common';
import { CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, type EventData, type EventEnvelope } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { CatchUp } from '../timer/catch-up';
import { CaseService } from './case.service';

@Injectable()
export class CaseConsumer {
  constructor(private readonly cases: CaseService, private readonly catchUp: CatchUp) {}

  @OnEvent(CaseOpenedV1)
  async opened(tx: TenantTx, data: EventData<typeof CaseOpenedV1>, envelope: EventEnvelope): Promise<void> {
    await this.cases.opened(tx, data, this.toldAt(tx, envelope));
  }

  @OnEvent(CaseAcknowledgedV1)
  async acknowledged(tx: TenantTx, data: EventData<typeof CaseAcknowledgedV1>, envelope: EventEnvelope): Promise<void> {
    await this.cases.acknowledged(tx, data, this.toldAt(tx, envelope));
  }

  @OnEvent(CaseSeverityChangedV1)
  async severityChanged(tx: TenantTx, data: EventData<typeof CaseSeverityChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.cases.severityChanged(tx, data, this.toldAt(tx, envelope));
  }

  @OnEvent(CaseStatusChangedV1)
  async statusChanged(tx: TenantTx, data: EventData<typeof CaseStatusChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.cases.statusChanged(tx, data, this.toldAt(tx, envelope));
  }

  @OnEvent(CaseClosedV1)
  async closed(tx: TenantTx, data: EventData<typeof CaseClosedV1>, envelope: EventEnvelope): Promise<void> {
    await this.cases.closed(tx, data, this.toldAt(tx, envelope));
  }

  private toldAt(tx: TenantTx, { time }: EventEnvelope): Date {
    const toldAt = new Date(time);
    this.catchUp.handled(tx.now.getTime() - toldAt.getTime());
    return toldAt;
  }
}
