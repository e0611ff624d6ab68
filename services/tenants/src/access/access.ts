import type { GrantAssertion, VerifiedToken } from '@yagura/auth';
import { ROLES, type Role } from '@yagura/kernel';
import { SignedOut } from './access.errors';

/** One row of what our tables say about a subject; a subject without any grant has one row without a tenant. */
export interface GrantRow {
  readonly userId: string;
  readonly name: string;
  readonly audience: 'staff' | 'customer';
  readonly homeTenantId: string;
  readonly signedOutAt: Date | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
}

type Facts = Omit<GrantAssertion, 'issuedAt' | 'expiresAt'>;

/**
 * What the owner of `token` may do by these rows; undefined when no row names the subject. A customer's token is good for the one
 * organization that it names by id, which is the tenant's own id: without it, or for another tenant, it grants nothing. Throws SignedOut
 * for a token that was issued before its owner left.
 */
export function grantsOf(token: VerifiedToken, rows: readonly GrantRow[]): Facts | undefined {
  const [person] = rows;
  if (person === undefined) return undefined;
  if (isLeft(token.issuedAt, person.signedOutAt)) throw new SignedOut();
  const counts = (row: GrantRow): row is GrantRow & { tenantId: string } =>
    row.tenantId !== null && (person.audience === 'staff' || row.tenantId === token.organizationId);
  return {
    issuer: token.issuer, subject: token.subject, organizationId: token.organizationId, userId: person.userId, name: person.name,
    audience: person.audience, homeTenantId: person.homeTenantId,
    grants: rows.filter(counts).map(({ tenantId, roles }) => ({ tenantId, roles: roles.filter(isRole) })),
  };
}

/**
 * True for a token that its owner has left behind. Tokens tell whole seconds, so one of the second of the sign-out may be older or newer
 * than it; the safe side is to refuse it, and whoever is still there asks for another.
 */
export const isLeft = (issuedAtSec: number, signedOutAt: Date | null): boolean => signedOutAt !== null && issuedAtSec * 1_000 <= signedOutAt.getTime();

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
