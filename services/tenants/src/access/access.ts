import type { GrantAssertion, VerifiedToken } from '@yagura/auth';
import { ROLES, type Role } from '@yagura/kernel';

/** One row of what our tables say about a subject; a subject without any grant has one row without a tenant. */
export interface GrantRow {
  readonly userId: string;
  readonly name: string;
  readonly audience: 'staff' | 'customer';
  readonly homeTenantId: string;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
}

type Facts = Omit<GrantAssertion, 'issuedAt' | 'expiresAt'>;

/**
 * What the owner of `token` may do by these rows; undefined when no row names the subject. A customer's token is good for the one
 * organization that it names by id, which is the tenant's own id: without it, or for another tenant, it grants nothing.
 */
export function grantsOf(token: VerifiedToken, rows: readonly GrantRow[]): Facts | undefined {
  const [person] = rows;
  if (person === undefined) return undefined;
  const counts = (row: GrantRow): row is GrantRow & { tenantId: string } =>
    row.tenantId !== null && (person.audience === 'staff' || row.tenantId === token.organizationId);
  return {
    issuer: token.issuer, subject: token.subject, organizationId: token.organizationId, userId: person.userId, name: person.name,
    audience: person.audience, homeTenantId: person.homeTenantId,
    grants: rows.filter(counts).map(({ tenantId, roles }) => ({ tenantId, roles: roles.filter(isRole) })),
  };
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
