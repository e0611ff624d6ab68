import { Injectable } from '@nestjs/common';
import { CaseOpenedV1, CaseSeverityChangedV1, FindingGroupedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import type { NewFinding } from './grouping';
import { takeIn } from './grouping.repository';

/**
 * Gives every finding its case: the tenant's newest open one with the same group key that was opened within a day, else a new one. A
 * case never holds findings of two tenants, and no finding is in two cases.
 */
@Injectable()
export class GroupingService {
  async findingCreated(tx: TenantTx, finding: NewFinding): Promise<void> {
    const placed = await takeIn(tx, finding);
    if (placed.outcome === 'known') return;
    const { caseId, number, version, severity, status, title, raisedFrom } = placed;
    const facts = { tenantId: tx.tenantId, caseId, number, version, severity, status, title, at: tx.now.toISOString() };
    const { findingId, groupKey } = finding;
    if (placed.outcome === 'opened') {
      await publish(tx, CaseOpenedV1, { ...facts, groupKey, findingIds: [findingId], firstFindingAt: finding.createdAt });
      await tx.audit({ action: 'case.opened', objectKind: 'case', objectId: caseId, details: { number, findingId, groupKey } });
      return;
    }
    // The membership itself is the record of a joining finding; an audit entry per finding would only repeat it a thousandfold.
    await publish(tx, FindingGroupedV1, { ...facts, findingId, groupKey });
    if (raisedFrom === null) return;
    await publish(tx, CaseSeverityChangedV1, { ...facts, from: raisedFrom });
    await tx.audit({ action: 'case.severity_changed', objectKind: 'case', objectId: caseId, details: { from: raisedFrom, to: severity, findingId } });
  }
}
