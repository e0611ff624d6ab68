import type { OnboardingView, TenantView } from '@yagura/contracts';
import type { Tenant } from '../tenant/tenant';
import type { StepState } from './step';

export const toTenantView = (tenant: Tenant): TenantView =>
  ({ ...tenant, createdAt: tenant.createdAt.toISOString(), activatedAt: tenant.activatedAt?.toISOString() ?? null });

export const toOnboardingView = ({ tenant, steps }: { tenant: Tenant; steps: readonly StepState[] }): OnboardingView => ({
  tenantId: tenant.tenantId, state: tenant.state,
  steps: steps.map(({ subjectId, step, done, attempts, lastError, doneAt }) => ({ subjectId, step, done, attempts, lastError, doneAt: doneAt?.toISOString() ?? null })),
});
