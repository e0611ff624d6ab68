import { Injectable } from '@nestjs/common';
import type {
  AgreementFacts, BatchProcessedV1, CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, CaseVerdictSetV1, ClockBreachedV1, ClockMetV1,
  ClockScheduledV1, ClockWarnedV1, EventData, EventEnvelope, FindingCreatedV1, FindingGroupedV1, SourceAddedV1, SourceChangedV1, TenantActivatedV1,
} from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { NotFound } from '@yagura/kernel';
import { addCaseEvent, listCases, moveHead, type CaseStanding, type NewCaseEvent } from './case-fact.repository';
import { listClocks, saveClock } from './clock-fact.repository';
import { addFinding, linkFindings, listFindings } from './finding-fact.repository';
import type { Snapshot, TenantFacts } from './snapshot';
import { addBatch, telemetryDays } from './telemetry-fact.repository';
import { holdTenant, listSources, moveModel, nameTenant, saveAgreement, saveSource, switchSource } from './tenant-fact.repository';

type CaseNews = Omit<CaseStanding, 'tenantId'>;

/** Owns the read model: it changes only by events, each of which moves the model's own row first, and is read only as a whole. */
@Injectable()
export class FactService {
  /** The written tenant, with its read model held still until the transaction ends. */
  async hold(tx: TenantTx): Promise<TenantFacts> {
    const tenant = await holdTenant(tx);
    if (tenant === undefined) throw new NotFound('tenant');
    return tenant;
  }

  /** Everything that touches the time from `from` to `until`; `tenant` is what `hold` answered in this transaction. */
  async snapshot(tx: TenantTx, tenant: TenantFacts, from: Date, until: Date): Promise<Snapshot> {
    const cases = await listCases(tx, from, until);
    return {
      tenant, cases, sources: await listSources(tx, until), telemetry: await telemetryDays(tx, from, until, tenant.timeZone),
      findings: await listFindings(tx, from, until, cases.map(({ caseId }) => caseId)), clocks: await listClocks(tx, from, until),
    };
  }

  async activated(tx: TenantTx, data: EventData<typeof TenantActivatedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await saveAgreement(tx, data.agreement);
    await nameTenant(tx, data);
  }

  async agreementChanged(tx: TenantTx, agreement: AgreementFacts, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await saveAgreement(tx, agreement);
  }

  async sourceAdded(tx: TenantTx, data: EventData<typeof SourceAddedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await saveSource(tx, data, time);
  }

  async sourceChanged(tx: TenantTx, data: EventData<typeof SourceChangedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await switchSource(tx, data.sourceId, data.enabled, time);
  }

  async batchProcessed(tx: TenantTx, data: EventData<typeof BatchProcessedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await addBatch(tx, data);
  }

  async findingCreated(tx: TenantTx, data: EventData<typeof FindingCreatedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await addFinding(tx, data);
  }

  async caseOpened(tx: TenantTx, data: EventData<typeof CaseOpenedV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'opened' }, envelope);
    await linkFindings(tx, data.caseId, data.findingIds);
  }

  async findingGrouped(tx: TenantTx, data: EventData<typeof FindingGroupedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await moveHead(tx, data);
    await linkFindings(tx, data.caseId, [data.findingId]);
  }

  async acknowledged(tx: TenantTx, data: EventData<typeof CaseAcknowledgedV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'acknowledged' }, envelope);
  }

  async severityChanged(tx: TenantTx, data: EventData<typeof CaseSeverityChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'severity_changed', from: data.from }, envelope);
  }

  async statusChanged(tx: TenantTx, data: EventData<typeof CaseStatusChangedV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'status_changed', from: data.from, holdReason: data.holdReason }, envelope);
  }

  async verdictSet(tx: TenantTx, data: EventData<typeof CaseVerdictSetV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'verdict_set', verdict: data.verdict, findingIds: data.findingIds }, envelope);
    await linkFindings(tx, data.caseId, data.findingIds);
  }

  async closed(tx: TenantTx, data: EventData<typeof CaseClosedV1>, envelope: EventEnvelope): Promise<void> {
    await this.caseEvent(tx, data, { kind: 'closed', verdict: data.verdict }, envelope);
  }

  async clockChanged(tx: TenantTx, data: EventData<typeof ClockScheduledV1> | EventData<typeof ClockWarnedV1>, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await saveClock(tx, data);
  }

  async clockDecided(tx: TenantTx, data: EventData<typeof ClockMetV1> | EventData<typeof ClockBreachedV1>, result: 'met' | 'breached', { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await saveClock(tx, data, result);
  }

  private async caseEvent(tx: TenantTx, standing: CaseNews, event: NewCaseEvent, { time }: EventEnvelope): Promise<void> {
    await moveModel(tx, time);
    await addCaseEvent(tx, standing, event);
  }
}
