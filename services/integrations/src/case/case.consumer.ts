import { Injectable } from '@nestjs/common';
import {
  CaseAcknowledgedV1, CaseClosedV1, CaseCommentedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, FindingGroupedV1, type EventData, type EventEnvelope,
} from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { CaseService } from './case.service';

/** Assignment and verdict are missing on purpose: until a case is closed its own company does not see them, nor that they happened. */
@Injectable()
export class CaseConsumer {
  constructor(private readonly cases: CaseService) {}

  @OnEvent(CaseOpenedV1)
  async opened(tx: TenantTx, data: EventData<typeof CaseOpenedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.opened(tx, data, id);
  }

  @OnEvent(CaseAcknowledgedV1)
  async acknowledged(tx: TenantTx, data: EventData<typeof CaseAcknowledgedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.changed(tx, data, id);
  }

  @OnEvent(CaseSeverityChangedV1)
  async severityChanged(tx: TenantTx, data: EventData<typeof CaseSeverityChangedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.changed(tx, data, id);
  }

  @OnEvent(CaseStatusChangedV1)
  async statusChanged(tx: TenantTx, data: EventData<typeof CaseStatusChangedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.changed(tx, data, id);
  }

  @OnEvent(FindingGroupedV1)
  async findingGrouped(tx: TenantTx, data: EventData<typeof FindingGroupedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.changed(tx, data, id);
  }

  @OnEvent(CaseCommentedV1)
  async commented(tx: TenantTx, data: EventData<typeof CaseCommentedV1>, { id }: EventEnvelope): Promise<void> {
    if (data.visibility === 'customer') await this.cases.changed(tx, data, id);
  }

  @OnEvent(CaseClosedV1)
  async closed(tx: TenantTx, data: EventData<typeof CaseClosedV1>, { id }: EventEnvelope): Promise<void> {
    await this.cases.changed(tx, data, id);
  }
}
