import { Injectable } from '@nestjs/common';
import { NotFound } from '@yagura/kernel';
import type { CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, EventData } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { ClockService } from '../clock/clock.service';
import { PolicyService } from '../policy/policy.service';
import { acknowledged, type CaseChange, opened, severityChanged, statusChanged, type WatchedCase } from './watched-case';
import { addCase, saveCase, takeCase } from './watched-case.repository';

/** Turns what happens to a case into entries of its clocks' histories, at the instants at which it happened. `toldAt` is when `cases` said so. */
@Injectable()
export class CaseService {
  constructor(private readonly policies: PolicyService, private readonly clocks: ClockService) {}

  async opened(tx: TenantTx, data: EventData<typeof CaseOpenedV1>, toldAt: Date): Promise<void> {
    // Asked first, so that a case that comes before its tenant's agreement leaves nothing behind.
    await this.policies.inForce(tx);
    const watched: WatchedCase = {
      caseId: data.caseId, number: data.number, severity: data.severity, openedAt: new Date(data.at), holdReason: null, acknowledgedAt: null, resolvedAt: null, closedAt: null,
    };
    if (await addCase(tx, watched)) await this.clocks.record(tx, opened(watched), toldAt);
  }

  async acknowledged(tx: TenantTx, data: EventData<typeof CaseAcknowledgedV1>, toldAt: Date): Promise<void> {
    await this.change(tx, { caseId: data.caseId, toldAt }, (watched) => acknowledged(watched, new Date(data.at)));
  }

  async severityChanged(tx: TenantTx, data: EventData<typeof CaseSeverityChangedV1>, toldAt: Date): Promise<void> {
    await this.change(tx, { caseId: data.caseId, toldAt }, (watched) => severityChanged(watched, data.severity, new Date(data.at)));
  }

  async statusChanged(tx: TenantTx, data: EventData<typeof CaseStatusChangedV1>, toldAt: Date): Promise<void> {
    await this.change(tx, { caseId: data.caseId, toldAt }, (watched) => statusChanged(watched, { status: data.status, holdReason: data.holdReason, at: new Date(data.at) }));
  }

  async closed(tx: TenantTx, data: EventData<typeof CaseClosedV1>, toldAt: Date): Promise<void> {
    await this.change(tx, { caseId: data.caseId, toldAt }, (watched) => statusChanged(watched, { status: 'closed', holdReason: null, at: new Date(data.at) }));
  }

  private async change(tx: TenantTx, { caseId, toldAt }: { readonly caseId: string; readonly toldAt: Date }, decide: (watched: WatchedCase) => CaseChange): Promise<void> {
    const watched = await takeCase(tx, caseId);
    if (watched === undefined) throw new NotFound('case');
    const change = decide(watched);
    await saveCase(tx, change.after);
    await this.clocks.record(tx, change, toldAt);
  }
}
