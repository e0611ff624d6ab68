import { Injectable } from '@nestjs/common';
import {
  AgreementChangedV1, BatchProcessedV1, CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, CaseVerdictSetV1,
  ClockBreachedV1, ClockMetV1, ClockScheduledV1, ClockWarnedV1, FindingCreatedV1, FindingGroupedV1, SourceAddedV1, SourceChangedV1, TenantActivatedV1,
  type EventData, type EventEnvelope,
} from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { FactService } from './fact.service';

/** What reporting hears: everything that a report tells. */
@Injectable()
export class FactConsumer {
  constructor(private readonly facts: FactService) {}

  @OnEvent(TenantActivatedV1)
  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>, envelope: EventEnvelope): Promise<void> {
    if (data.kind === 'customer') await this.facts.activated(tx, data, envelope);
  }

  @OnEvent(AgreementChangedV1)
  async agreementChanged(tx: TenantTx, data: EventData<typeof AgreementChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.agreementChanged(tx, data.agreement, envelope);
  }

  @OnEvent(SourceAddedV1)
  async sourceAdded(tx: TenantTx, data: EventData<typeof SourceAddedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.sourceAdded(tx, data, envelope);
  }

  @OnEvent(SourceChangedV1)
  async sourceChanged(tx: TenantTx, data: EventData<typeof SourceChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.sourceChanged(tx, data, envelope);
  }

  @OnEvent(BatchProcessedV1)
  async batchProcessed(tx: TenantTx, data: EventData<typeof BatchProcessedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.batchProcessed(tx, data, envelope);
  }

  @OnEvent(FindingCreatedV1)
  async findingCreated(tx: TenantTx, data: EventData<typeof FindingCreatedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.findingCreated(tx, data, envelope);
  }

  @OnEvent(CaseOpenedV1)
  async caseOpened(tx: TenantTx, data: EventData<typeof CaseOpenedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.caseOpened(tx, data, envelope);
  }

  @OnEvent(FindingGroupedV1)
  async findingGrouped(tx: TenantTx, data: EventData<typeof FindingGroupedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.findingGrouped(tx, data, envelope);
  }

  @OnEvent(CaseAcknowledgedV1)
  async acknowledged(tx: TenantTx, data: EventData<typeof CaseAcknowledgedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.acknowledged(tx, data, envelope);
  }

  @OnEvent(CaseSeverityChangedV1)
  async severityChanged(tx: TenantTx, data: EventData<typeof CaseSeverityChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.severityChanged(tx, data, envelope);
  }

  @OnEvent(CaseStatusChangedV1)
  async statusChanged(tx: TenantTx, data: EventData<typeof CaseStatusChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.statusChanged(tx, data, envelope);
  }

  @OnEvent(CaseVerdictSetV1)
  async verdictSet(tx: TenantTx, data: EventData<typeof CaseVerdictSetV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.verdictSet(tx, data, envelope);
  }

  @OnEvent(CaseClosedV1)
  async closed(tx: TenantTx, data: EventData<typeof CaseClosedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.closed(tx, data, envelope);
  }

  @OnEvent(ClockScheduledV1)
  async clockScheduled(tx: TenantTx, data: EventData<typeof ClockScheduledV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.clockChanged(tx, data, envelope);
  }

  @OnEvent(ClockWarnedV1)
  async clockWarned(tx: TenantTx, data: EventData<typeof ClockWarnedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.clockChanged(tx, data, envelope);
  }

  @OnEvent(ClockMetV1)
  async clockMet(tx: TenantTx, data: EventData<typeof ClockMetV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.clockDecided(tx, data, 'met', envelope);
  }

  @OnEvent(ClockBreachedV1)
  async clockBreached(tx: TenantTx, data: EventData<typeof ClockBreachedV1>, envelope: EventEnvelope): Promise<void> {
    await this.facts.clockDecided(tx, data, 'breached', envelope);
  }
}
