import type { CreateTenantInput, Language, ServiceMode } from '../gen/graphql';

/** What the form of a new client company holds, as it was typed. */
export interface NewTenant {
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly plan: string;
  readonly serviceMode: ServiceMode;
  readonly timeZone: string;
  readonly language: Language;
  readonly billingName: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly userName: string;
  readonly userEmail: string;
}

export type Faults = Partial<Record<keyof NewTenant, 'needed' | 'slug' | 'code' | 'email' | 'phone'>>;

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/;
const CODE = /^[A-Z0-9]{2,8}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** A number that is reached from any country (ITU-T E.164). */
const PHONE = /^\+[0-9]{6,15}$/;
/** What people write between the digits. */
const BETWEEN_DIGITS = /[\s().-]+/g;
const NEEDED = ['slug', 'name', 'plan', 'timeZone', 'contactName', 'contactEmail', 'userName', 'userEmail'] as const;

/** What is wrong with the form, by field; the server looks again and decides. */
export function faultsOf(form: NewTenant): Faults {
  const faults: Faults = {};
  for (const field of NEEDED) if (form[field].trim() === '') faults[field] = 'needed';
  if (faults.slug === undefined && !SLUG.test(form.slug)) faults.slug = 'slug';
  if (form.code !== '' && !CODE.test(form.code)) faults.code = 'code';
  for (const field of ['contactEmail', 'userEmail'] as const) if (faults[field] === undefined && !EMAIL.test(form[field])) faults[field] = 'email';
  const phone = phoneOf(form);
  if (phone !== '' && !PHONE.test(phone)) faults.contactPhone = 'phone';
  return faults;
}

const phoneOf = ({ contactPhone }: NewTenant): string => contactPhone.replace(BETWEEN_DIGITS, '');

/** The form as the API takes it: one contact, one first person who reads cases, reports and invoices. */
export function inputOf(form: NewTenant): CreateTenantInput {
  const name = form.name.trim();
  return {
    slug: form.slug, name, ...(form.code === '' ? {} : { code: form.code }),
    agreement: {
      plan: form.plan, serviceMode: form.serviceMode, timeZone: form.timeZone, language: form.language, currency: 'JPY',
      billingName: form.billingName.trim() === '' ? name : form.billingName.trim(),
    },
    contacts: [{
      role: 'TECHNICAL', name: form.contactName.trim(), email: form.contactEmail.trim(), language: form.language,
      ...(phoneOf(form) === '' ? {} : { phone: phoneOf(form) }),
    }],
    users: [{ email: form.userEmail.trim(), displayName: form.userName.trim(), locale: form.language, roles: ['CUSTOMER_APPROVER', 'CUSTOMER_BILLING'] }],
  };
}
