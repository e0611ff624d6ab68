import type { agreementApi, AgreementView, ContactInput, ContactView, OperationInput, PlanView } from '@yagura/contracts';
import { given } from '../page/given';

type AgreementInput = OperationInput<typeof agreementApi.changeAgreement>['agreement'];

/** Inputs as GraphQL has checked them: enums in capitals, left-out members null or absent. */
export interface AgreementArgs {
  readonly plan: string; readonly slaPolicy?: string | null; readonly serviceMode: 'MDR' | 'MSSP'; readonly timeZone: string; readonly language: 'JA' | 'EN';
  readonly currency: string; readonly startsOn?: string | null; readonly billingName: string;
  readonly quota?: { readonly eventsPerSec?: number | null; readonly bytesPerDay?: string | null; readonly maxSources?: number | null } | null;
}
export interface ContactArgs {
  readonly role: 'TECHNICAL' | 'MANAGEMENT' | 'LEGAL' | 'OUT_OF_HOURS'; readonly name: string; readonly email: string; readonly phone?: string | null;
  readonly language: 'JA' | 'EN';
}

export const toLanguage = (language: 'JA' | 'EN'): 'ja' | 'en' => (language === 'JA' ? 'ja' : 'en');

const CONTACT_ROLE = { TECHNICAL: 'technical', MANAGEMENT: 'management', LEGAL: 'legal', OUT_OF_HOURS: 'out_of_hours' } as const;

export function toAgreementInput({ plan, slaPolicy, serviceMode, timeZone, language, currency, startsOn, billingName, quota }: AgreementArgs): AgreementInput {
  const { eventsPerSec, bytesPerDay, maxSources } = quota ?? {};
  return {
    plan, serviceMode, timeZone, language: toLanguage(language), currency, billingName,
    ...given({ slaPolicy: slaPolicy ?? null, startsOn: startsOn ?? null }),
    quota: given({ eventsPerSec: eventsPerSec ?? null, bytesPerDay: bytesPerDay == null ? null : Number(bytesPerDay), maxSources: maxSources ?? null }),
  };
}

export const toContactInput = ({ role, name, email, phone, language }: ContactArgs): ContactInput =>
  ({ role: CONTACT_ROLE[role], name, email, language: toLanguage(language), ...(phone == null ? {} : { phone }) });

const toQuota = (quota: AgreementView['quota']): Record<string, unknown> => ({ ...quota, bytesPerDay: String(quota.bytesPerDay) });

export const toAgreement = ({ agreementId, language, slaPolicy, quota, ...rest }: AgreementView): Record<string, unknown> => ({
  ...rest, id: agreementId, language: language.toUpperCase(), quota: toQuota(quota),
  slaPolicy: { ...slaPolicy, targets: slaPolicy.targets.map((target) => ({ ...target, severity: target.severity.toUpperCase() })) },
});

export const toContact = ({ contactId, role, language, phone, ...rest }: ContactView): Record<string, unknown> =>
  ({ ...rest, id: contactId, phone: phone ?? null, role: role.toUpperCase(), language: language.toUpperCase() });

export const toPlan = ({ quota, ...rest }: PlanView): Record<string, unknown> => ({ ...rest, quota: toQuota(quota) });
