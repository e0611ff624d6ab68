import { audienceOfRole, type Role } from '@yagura/kernel';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { RolesUnfit } from './user.errors';

export type PersonAudience = 'staff' | 'customer';

/** A person of ours, or a program that acts by itself. `subject` is unknown until the identity provider has made the account. */
export interface AppUser {
  readonly tenantId: string;
  readonly id: string;
  readonly audience: PersonAudience;
  readonly subject: string | null;
  readonly email: string;
  readonly displayName: string;
  readonly locale: 'ja' | 'en';
  readonly invitedAt: Date | null;
}

/** What a person may do in one tenant. */
export interface Member {
  readonly tenantId: string;
  readonly userId: string;
  readonly homeTenantId: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly audience: PersonAudience;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly changedAt: Date;
}

/** People of the provider's tenant are staff; everybody else's people are customers. */
export const audienceIn = (homeTenantId: string): PersonAudience => (homeTenantId === PROVIDER_TENANT_ID ? 'staff' : 'customer');

/**
 * The roles without repetition, or RolesUnfit: a person has roles of their own audience only, and the service account's role belongs
 * to a program that the installation makes for itself.
 */
export function rolesFor(audience: PersonAudience, roles: readonly Role[]): readonly Role[] {
  const wrong = roles.find((role) => audienceOfRole(role) !== audience || role === 'service_account');
  if (wrong !== undefined) throw new RolesUnfit(wrong, audience);
  return [...new Set(roles)];
}
