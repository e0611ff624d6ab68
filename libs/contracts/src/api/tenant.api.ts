import { z } from 'zod';
import { operation, type Page } from '../service-api';
import { language } from '../vocabulary';
import { agreementInput, contactInput } from './agreement.api';
import { lineOf, pageInput } from './page';

export interface TenantView {
  readonly tenantId: string;
  readonly kind: 'provider' | 'customer';
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly state: 'onboarding' | 'active' | 'suspended';
  readonly createdAt: string;
  readonly activatedAt: string | null;
}

/** One step of the saga that brings a tenant or a person in; `lastError` is the stable name of what failed last. */
export interface OnboardingStepView {
  readonly subjectId: string;
  readonly step: string;
  readonly done: boolean;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly doneAt: string | null;
}
export interface OnboardingView { readonly tenantId: string; readonly state: TenantView['state']; readonly steps: readonly OnboardingStepView[] }

/** Roles of a client company's own people. */
export const customerRole = z.enum(['customer_viewer', 'customer_billing', 'customer_approver']);
export const personInput = { email: z.email().max(254), displayName: lineOf(100), locale: language };

const ofTenant = z.strictObject({ tenantId: z.uuid() });

export const tenantApi = {
  /** Names are checked further by the service, which says what is wrong with them. */
  createTenant: operation<TenantView>()('tenants', 'createTenant', 'tenant:create', z.strictObject({
    slug: z.string().max(200), code: z.string().max(40).optional(), name: lineOf(120), agreement: agreementInput,
    contacts: z.array(contactInput).min(1).max(20),
    users: z.array(z.strictObject({ ...personInput, roles: z.array(customerRole).min(1).max(3) })).max(50).default([]),
  })),
  tenant: operation<TenantView>()('tenants', 'tenant', 'tenant:read', z.strictObject({ tenantId: z.uuid() })),
  tenantBySlug: operation<TenantView>()('tenants', 'tenantBySlug', 'tenant:read', z.strictObject({ slug: z.string().max(200) })),
  tenants: operation<Page<TenantView>>()('tenants', 'tenants', 'tenant:read', z.strictObject(pageInput)),
  /** Those of the ids that the caller may see, in any order; for the gateway's loader. */
  tenantsByIds: operation<readonly TenantView[]>()('tenants', 'tenantsByIds', 'tenant:read', z.strictObject({ tenantIds: z.array(z.uuid()).max(200) })),
  onboarding: operation<OnboardingView>()('tenants', 'onboarding', 'tenant:read', ofTenant),
  suspendTenant: operation<TenantView>()('tenants', 'suspendTenant', 'tenant:write', z.strictObject({ tenantId: z.uuid(), reason: lineOf(500) })),
  /** Demands what is held in the provider's tenant, because a suspended tenant grants nothing; the caller's own row there still decides. */
  resumeTenant: operation<TenantView>()('tenants', 'resumeTenant', 'tenant:create', z.strictObject({ tenantId: z.uuid(), reason: lineOf(500) })),
};
