import type { MemberView, OperationInput, tenantApi } from '@yagura/contracts';
import { ROLES, type Role } from '@yagura/kernel';

export interface PersonArgs { readonly email: string; readonly displayName: string; readonly locale: 'JA' | 'EN'; readonly roles: string[] }

/** Our names of the roles that GraphQL writes in capitals. */
export const toRoles = (roles: readonly string[]): Role[] => ROLES.filter((role) => roles.includes(role.toUpperCase()));

export const toMember = ({ audience, roles, ...rest }: MemberView): Record<string, unknown> =>
  ({ ...rest, audience: audience.toUpperCase(), roles: roles.map((role) => role.toUpperCase()) });

type FirstUser = NonNullable<OperationInput<typeof tenantApi.createTenant>['users']>[number];

/** A client company's first person. Roles of the other audience pass through on purpose: the service's edge says what is wrong with them. */
export const toFirstUser = ({ email, displayName, locale, roles }: PersonArgs): FirstUser =>
  ({ email, displayName, locale: locale === 'JA' ? 'ja' : 'en', roles: toRoles(roles) as FirstUser['roles'] });
