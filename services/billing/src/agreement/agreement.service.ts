import { Injectable } from '@nestjs/common';
import type { AgreementFacts } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { NotFound } from '@yagura/kernel';
import type { BilledAgreement } from './agreement';
import { addAgreement, agreementsOf } from './agreement.repository';

/** Billing's copy of the agreements, version by version; a version never changes. */
@Injectable()
export class AgreementService {
  async announced(tx: TenantTx, facts: AgreementFacts, at: Date): Promise<void> {
    const isNew = await addAgreement(tx, facts, at);
    if (isNew) await tx.audit({ action: 'billing.agreement_noted', objectKind: 'agreement', objectId: facts.agreementId, details: { version: facts.version, plan: facts.plan } });
  }

  /** All versions, oldest first; NotFound for a tenant that has none, such as the provider. */
  async versions(tx: TenantTx): Promise<readonly BilledAgreement[]> {
    const found = await agreementsOf(tx);
    if (found.length === 0) throw new NotFound('agreement');
    return found;
  }
}
