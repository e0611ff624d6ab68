import { z } from 'zod';
import type { AgreementFacts } from '../events/tenant/agreement-facts';
import { operation } from '../service-api';
import { language, serviceMode } from '../vocabulary';
import { lineOf, timeZone } from './page';

/** What an operator fills in; the plan brings its promise and its limits unless others are named. */
export const agreementInput = z.strictObject({
  plan: z.string().max(40), slaPolicy: z.string().max(40).optional(), serviceMode, timeZone, language,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as JPY'), startsOn: z.iso.date().optional(), billingName: lineOf(120),
  quota: z.strictObject({
    // The bounds keep a slip of the keyboard from switching the door's protection off.
    eventsPerSec: z.int().min(1).max(1_000_000), bytesPerDay: z.int().min(1_000).max(1e15), maxSources: z.int().min(1).max(10_000),
  }).partial().optional(),
});

/** People of the client company whom we reach, in the order in which they are tried. */
export const contactInput = z.strictObject({
  role: z.enum(['technical', 'management', 'legal', 'out_of_hours']), name: lineOf(100), email: z.email().max(254),
  phone: z.string().regex(/^\+[0-9]{6,15}$/, 'must be in international form such as +81312345678').optional(), language,
});
export type ContactInput = z.output<typeof contactInput>;

export interface AgreementView extends AgreementFacts { readonly tenantId: string; readonly madeAt: string }
export interface ContactView extends ContactInput { readonly contactId: string; readonly tenantId: string; readonly position: number }
export interface PlanView {
  readonly code: string; readonly name: string; readonly slaPolicyCode: string;
  readonly quota: { readonly eventsPerSec: number; readonly bytesPerDay: number; readonly maxSources: number };
}

const ofTenant = z.strictObject({ tenantId: z.uuid() });

export const agreementApi = {
  agreement: operation<AgreementView>()('tenants', 'agreement', 'tenant:read', ofTenant),
  agreementVersions: operation<readonly AgreementView[]>()('tenants', 'agreementVersions', 'tenant:read', ofTenant),
  changeAgreement: operation<AgreementView>()('tenants', 'changeAgreement', 'tenant:write', z.strictObject({ tenantId: z.uuid(), agreement: agreementInput })),
  contacts: operation<readonly ContactView[]>()('tenants', 'contacts', 'tenant:read', ofTenant),
  setContacts: operation<readonly ContactView[]>()('tenants', 'setContacts', 'tenant:write', z.strictObject({ tenantId: z.uuid(), contacts: z.array(contactInput).min(1).max(20) })),
  plans: operation<readonly PlanView[]>()('tenants', 'plans', 'tenant:create', z.strictObject({})),
};
