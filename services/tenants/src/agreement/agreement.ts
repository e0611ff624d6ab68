import { InvalidInput } from '@yagura/kernel';
import type { agreementInput, AgreementFacts, ContactInput } from '@yagura/contracts';
import type { z } from 'zod';
import type { Plan, StoredPolicy } from '../provider/provider';

export type AgreementTerms = z.output<typeof agreementInput>;

/** What the provider offers: the plans and the promises that an agreement can name. */
export interface Offer {
  readonly plans: readonly Plan[];
  readonly policies: readonly StoredPolicy[];
}

export interface AgreementVersion {
  readonly tenantId: string;
  readonly madeAt: Date;
  readonly facts: AgreementFacts;
}

/** One of the people of the client company whom we reach; tried in order of position. */
export interface Contact extends ContactInput {
  readonly contactId: string;
  readonly tenantId: string;
  readonly position: number;
}

export class UnknownTerm extends InvalidInput {
  constructor(what: 'plan' | 'slaPolicy', known: readonly string[]) {
    super(`There is no such ${what === 'plan' ? 'plan' : 'SLA policy'}; there are: ${known.join(', ')}.`, { slug: `agreement.unknown_${what}`, path: `agreement.${what}` });
  }
}

/**
 * The agreement that the terms make: the plan's promise and limits unless others are named (agreement before plan, service levels 1.10).
 * The promise is copied, so that a later edit of the policy changes nothing that was agreed.
 */
export function agree(terms: AgreementTerms, offer: Offer, identity: { agreementId: string; version: number; now: Date }): AgreementFacts {
  const plan = offer.plans.find(({ code }) => code === terms.plan);
  if (plan === undefined) throw new UnknownTerm('plan', offer.plans.map(({ code }) => code));
  const wanted = terms.slaPolicy ?? plan.slaPolicyCode;
  const policy = offer.policies.find(({ code }) => code === wanted);
  if (policy === undefined) throw new UnknownTerm('slaPolicy', offer.policies.map(({ code }) => code));
  const { code: _code, ...slaPolicy } = policy;
  return {
    agreementId: identity.agreementId, version: identity.version, plan: plan.code, serviceMode: terms.serviceMode, timeZone: terms.timeZone,
    language: terms.language, currency: terms.currency, startsOn: terms.startsOn ?? localDate(identity.now, terms.timeZone), slaPolicy,
    quota: { ...plan.quota, ...terms.quota }, billingName: terms.billingName,
  };
}

/** The calendar date of an instant in a zone, such as 2026-11-22. */
export function localDate(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
