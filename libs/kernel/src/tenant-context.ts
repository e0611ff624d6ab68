import { asId, newId, type TenantId } from './ids';
import type { Permission } from './permission';

/** Who acts. `service` acts for the platform itself, on an event or a schedule; `source` is a sender of telemetry; `partner` a partner's program. */
export interface Actor {
  readonly kind: 'user' | 'service' | 'source' | 'partner';
  /** Our own id of the user or partner client, the name of the service, or the id of the source. */
  readonly id: string;
  /** What people see: a display name; never used for decisions. */
  readonly name: string;
}

/** Whose eyes read: the provider's people, a client company's people and partners' programs, or the platform. Policies of tables with internal rows read it. */
export type Audience = 'staff' | 'customer' | 'system';

/**
 * Who is acting, for which tenant: the first argument of everything that touches data. Made only by `fromVerified`, `fromEvent`,
 * `forSystem` and `forNobody` (and `forTest` in specs); a tenant named in a body, a header or a path only selects among these grants.
 */
export interface TenantContext {
  /** The one tenant that is written. */
  readonly tenantId: TenantId;
  /** The tenants that are read, `tenantId` included. */
  readonly readScope: readonly TenantId[];
  readonly actor: Actor;
  readonly audience: Audience;
  readonly permissions: ReadonlySet<Permission>;
  readonly correlationId: string;
}

/** The parts of a context that an edge has verified; see `libs/auth` for how a credential becomes this. */
export interface VerifiedGrant extends Omit<TenantContext, 'correlationId'> {
  readonly correlationId?: string;
}

/** A context from a verified credential and our own membership rows. Only `libs/auth` calls it. */
export function fromVerified(grant: VerifiedGrant): TenantContext {
  const readScope = grant.readScope.includes(grant.tenantId) ? grant.readScope : [grant.tenantId, ...grant.readScope];
  return { ...grant, readScope, correlationId: grant.correlationId ?? newId() };
}

/** A context for the handling of one domain event; only the consumer runtime calls it. */
export function fromEvent(tenantId: TenantId, service: string, correlationId: string): TenantContext {
  return system(tenantId, service, correlationId);
}

/** A context for the platform's own work on one tenant (a timer, a schedule); `service` names who works. */
export function forSystem(tenantId: TenantId, service: string, correlationId: string = newId()): TenantContext {
  return system(tenantId, service, correlationId);
}

/** Under the nil UUID (RFC 9562, section 5.9) row security shows and takes no row of anyone. */
const NOBODY = asId<'tenant'>('00000000-0000-0000-0000-000000000000');

/**
 * A context for what belongs to no tenant: finding out whose credential this is, positions of a log. It reaches tables without a tenant
 * and narrow definer functions only.
 */
export function forNobody(service: string): TenantContext {
  return system(NOBODY, service, newId());
}

/** A context for specs: all defaults can be replaced. */
export function forTest(tenantId: TenantId, change: Partial<TenantContext> = {}): TenantContext {
  return { ...system(tenantId, 'test', newId()), actor: { kind: 'user', id: newId(), name: 'Test Person' }, ...change };
}

function system(tenantId: TenantId, service: string, correlationId: string): TenantContext {
  return {
    tenantId, readScope: [tenantId], actor: { kind: 'service', id: service, name: service }, audience: 'system',
    permissions: new Set<Permission>(), correlationId,
  };
}
