import { monthBounds } from '@yagura/rating';
import type { Language } from '@yagura/contracts';

/** What billing keeps of one version of an agreement. */
export interface BilledAgreement {
  readonly version: number;
  readonly agreementId: string;
  readonly plan: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly language: Language;
  readonly billingName: string;
  /** Local date from which the plan's fee is owed. */
  readonly startsOn: string;
  readonly inForceAt: Date;
}

/**
 * The version that a month is billed by: the last one in force before the month ended in that version's own zone. A month before the
 * first version is billed by the first, because usage that was accepted is owed. Versions come in ascending order and are not empty.
 */
export function agreementOf(month: string, versions: readonly BilledAgreement[]): BilledAgreement {
  const inForce = versions.filter(({ inForceAt, timeZone }) => inForceAt.getTime() < monthBounds(month, timeZone).to);
  return inForce.at(-1) ?? versions[0];
}
