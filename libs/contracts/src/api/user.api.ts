import { ROLES, type Role } from '@yagura/kernel';
import { z } from 'zod';
import { operation, type Page } from '../service-api';
import { pageInput } from './page';
import { personInput } from './tenant.api';

/** A person or program with rights in one tenant. */
export interface MemberView {
  readonly tenantId: string;
  readonly userId: string;
  readonly homeTenantId: string;
  readonly displayName: string;
  /** Null where the person's own row is not in the caller's scope: the provider's people, seen from a client company. */
  readonly email: string | null;
  readonly audience: 'staff' | 'customer';
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly changedAt: string;
}

const roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);

export const userApi = {
  /** A new person of the named tenant: its own people for a client company, staff for the provider's tenant. */
  createUser: operation<MemberView>()('tenants', 'createUser', 'user:write', z.strictObject({ tenantId: z.uuid(), ...personInput, roles })),
  members: operation<Page<MemberView>>()('tenants', 'members', 'user:read', z.strictObject({ tenantId: z.uuid().optional(), ...pageInput })),
  /** Replaces the roles of a person in one tenant; staff get rights in a client company only so. */
  grantRoles: operation<MemberView>()('tenants', 'grantRoles', 'grant:write', z.strictObject({ tenantId: z.uuid(), userId: z.uuid(), roles })),
  withdrawRoles: operation<MemberView>()('tenants', 'withdrawRoles', 'grant:write', z.strictObject({ tenantId: z.uuid(), userId: z.uuid() })),
  /** Sends a new one-time password and ends the person's sessions. */
  inviteAgain: operation<MemberView>()('tenants', 'inviteAgain', 'user:write', z.strictObject({ tenantId: z.uuid(), userId: z.uuid() })),
};
