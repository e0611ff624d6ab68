import { Injectable } from '@nestjs/common';
import { NotFound } from '@yagura/kernel';
import type { AgreementFacts } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { pin, type PinnedPolicy } from './policy';
import { pinnedPolicy, policyInForce, putInForce, savePolicy } from './policy.repository';

/** Keeps every version that was ever agreed; clocks that run keep theirs, and only new ones take the newest (service levels, section 1.10). */
@Injectable()
export class PolicyService {
  async agreed(tx: TenantTx, { version, slaPolicy }: AgreementFacts): Promise<void> {
    const policy = pin(slaPolicy, tx.now);
    await savePolicy(tx, policy);
    await putInForce(tx, version, policy);
  }

  /** Throws NotFound while the agreement's event has not arrived, so that the case's event is tried again. */
  async inForce(tx: TenantTx): Promise<PinnedPolicy> {
    const policy = await policyInForce(tx);
    if (policy === undefined) throw new NotFound('sla policy');
    return policy;
  }

  /** The version that a clock was promised under, whatever has been agreed since. */
  pinned(tx: TenantTx, clock: { readonly policyId: string; readonly policyVersion: number }): Promise<PinnedPolicy> {
    return pinnedPolicy(tx, clock);
  }
}
