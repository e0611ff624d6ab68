import {
  asId, audienceOfRole, fromVerified, NotFound, PERMISSIONS_OF_ROLE, type Permission, type TenantContext, type TenantId,
} from '@yagura/kernel';
import { NotAllowed, TenantNeeded } from './grant-assertion.errors';
import type { GrantAssertion } from './grant-assertion';
import type { VerifiedToken } from './verifier';

/** What one operation asks for. `tenantId` is outside text: it selects among the caller's grants and gives nothing. */
export interface ContextWish {
  readonly tenantId?: string;
  readonly permission: Permission;
  readonly correlationId?: string;
}

/**
 * The context of one operation from a verified token and its verified assertion. The tenants where the caller holds the permission
 * are the read scope. Throws NotAllowed when there are none, NotFound for a named tenant outside them (a foreign tenant and one
 * that never was look alike), and TenantNeeded for a customer's change that could mean several. Staff who name no tenant while several
 * are granted act from the provider's tenant: there their looks at lists are recorded, and a change by id moves to the tenant of its
 * row, which must lie in the read scope; the provider's tenant itself lies there only when it is granted. The context's permissions
 * are those held in every tenant of the scope, so none of them can be stretched from one tenant to the next.
 */
export function contextFrom(token: VerifiedToken, assertion: GrantAssertion, wish: ContextWish): TenantContext {
  const isOwners = token.subject === assertion.subject && token.issuer === assertion.issuer && token.organizationId === assertion.organizationId;
  if (!isOwners) throw new NotAllowed();
  const { scope, permissions } = standingOf(assertion, wish.permission);
  if (scope.length === 0) throw new NotAllowed();
  const ctx = fromVerified({
    tenantId: choose(scope, wish, assertion),
    readScope: scope,
    actor: { kind: assertion.actor ?? 'user', id: assertion.userId, name: assertion.name },
    audience: assertion.audience,
    permissions,
    correlationId: wish.correlationId,
  });
  // The home of staff is read only where it is granted like any other tenant: else a change by id could reach the provider's own rows.
  return { ...ctx, readScope: scope };
}

/** What an assertion says about one permission: the tenants where it is held, and what else is held in all of them. */
interface Standing { readonly scope: readonly TenantId[]; readonly permissions: ReadonlySet<Permission> }

/** By assertion and permission, for as long as the assertion itself is kept. It depends on nothing else. */
const standings = new WeakMap<GrantAssertion, Map<Permission, Standing>>();

function standingOf(assertion: GrantAssertion, permission: Permission): Standing {
  const known = standings.get(assertion)?.get(permission);
  if (known !== undefined) return known;
  const granted = permissionsByTenant(assertion);
  const scope = [...granted.keys()].filter((id) => granted.get(id)?.has(permission)).sort();
  const standing: Standing = { scope, permissions: scope.length === 0 ? new Set() : heldInAll(scope, granted) };
  // An assertion that can still be changed is not remembered: it might say something else the next time.
  if (Object.isFrozen(assertion.grants)) standings.set(assertion, (standings.get(assertion) ?? new Map<Permission, Standing>()).set(permission, standing));
  return standing;
}

/** A role of the other audience counts for nothing: a customer's role never widens what staff see, nor the reverse. A partner's roles never count. */
function permissionsByTenant(assertion: GrantAssertion): Map<TenantId, Set<Permission>> {
  const byTenant = new Map<TenantId, Set<Permission>>();
  const isPartner = assertion.actor === 'partner';
  for (const { tenantId, roles, permissions = [] } of assertion.grants) {
    const held = byTenant.get(asId<'tenant'>(tenantId)) ?? new Set<Permission>();
    if (isPartner) for (const permission of permissions) held.add(permission);
    for (const role of isPartner ? [] : roles) {
      if (audienceOfRole(role) !== assertion.audience) continue;
      for (const permission of PERMISSIONS_OF_ROLE[role]) held.add(permission);
    }
    byTenant.set(asId<'tenant'>(tenantId), held);
  }
  return byTenant;
}

function choose(scope: readonly TenantId[], wish: ContextWish, { audience, homeTenantId }: GrantAssertion): TenantId {
  if (wish.tenantId !== undefined) {
    const named = scope.find((id) => id === wish.tenantId);
    if (named === undefined) throw new NotFound('tenant');
    return named;
  }
  const [first, ...others] = scope;
  if (others.length === 0) return first;
  if (audience === 'staff') return asId<'tenant'>(homeTenantId);
  if (!wish.permission.endsWith(':read')) throw new TenantNeeded(scope);
  return first;
}

function heldInAll(scope: readonly TenantId[], granted: ReadonlyMap<TenantId, ReadonlySet<Permission>>): ReadonlySet<Permission> {
  const [first, ...others] = scope.map((id) => granted.get(id) ?? new Set<Permission>());
  return new Set([...first].filter((permission) => others.every((held) => held.has(permission))));
}
