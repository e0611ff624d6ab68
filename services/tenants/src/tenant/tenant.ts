import { NotForTheProvider, NotInThisState } from './tenant.errors';

export type TenantState = 'onboarding' | 'active' | 'suspended';

export interface Tenant {
  readonly tenantId: string;
  readonly kind: 'provider' | 'customer';
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly state: TenantState;
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
}

/** The state behind a command: made ready once, then suspended and resumed any number of times. The provider's tenant never changes. */
export function nextState(tenant: Pick<Tenant, 'kind' | 'state'>, command: 'activate' | 'suspend' | 'resume'): TenantState {
  if (tenant.kind === 'provider') throw new NotForTheProvider();
  switch (command) {
    case 'activate': return from(tenant.state, 'onboarding', 'active');
    case 'suspend': return from(tenant.state, 'active', 'suspended');
    case 'resume': return from(tenant.state, 'suspended', 'active');
  }
}

function from(state: TenantState, wanted: TenantState, next: TenantState): TenantState {
  if (state !== wanted) throw new NotInThisState(wanted);
  return next;
}
