import type { OnboardingView, TenantView } from '@yagura/contracts';

export interface TenantRef { readonly id: string; readonly slug: string; readonly code: string; readonly name: string }

export const toTenantRef = ({ tenantId, slug, code, name }: TenantView): TenantRef => ({ id: tenantId, slug, code, name });

export const toTenant = (tenant: TenantView): TenantRef & { kind: string; state: string; createdAt: string; activatedAt: string | null } => ({
  ...toTenantRef(tenant), kind: tenant.kind.toUpperCase(), state: tenant.state.toUpperCase(), createdAt: tenant.createdAt, activatedAt: tenant.activatedAt,
});

export const toOnboarding = ({ state, steps }: OnboardingView): { state: string; steps: OnboardingView['steps'] } => ({ state: state.toUpperCase(), steps });
