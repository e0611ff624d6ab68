/** Everything an operation can require. An operation carries exactly one; a role is a set of them. */
export const PERMISSIONS = [
  'tenant:read', 'tenant:create', 'tenant:write', 'user:read', 'user:write', 'grant:write', 'source:read', 'source:write',
  'audit:read', 'rule:read', 'rule:write', 'finding:read', 'finding:write', 'telemetry:read', 'case:read', 'case:write',
  'sla:read', 'sla:write', 'report:read', 'report:write', 'billing:read', 'billing:write', 'telemetry:send', 'usage:read',
  'webhook:read', 'webhook:manage', 'partner:read', 'partner:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Roles of people and programs. `operator` brings tenants in; `analyst` works the queue; the `customer_*` roles belong to a client. */
export const ROLES = ['operator', 'analyst', 'service_account', 'customer_viewer', 'customer_billing', 'customer_approver'] as const;
export type Role = (typeof ROLES)[number];

const CUSTOMER: readonly Permission[] = ['tenant:read', 'source:read', 'finding:read', 'case:read', 'sla:read', 'report:read', 'audit:read'];
const ANALYST: readonly Permission[] = [
  'tenant:read', 'source:read', 'rule:read', 'rule:write', 'finding:read', 'finding:write', 'telemetry:read', 'case:read', 'case:write',
  'sla:read', 'report:read', 'report:write', 'usage:read',
];

/** What each role may do within the tenants it is granted. */
export const PERMISSIONS_OF_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  operator: PERMISSIONS.filter((permission) => permission !== 'telemetry:send'),
  service_account: PERMISSIONS.filter((permission) => permission !== 'telemetry:send'),
  analyst: ANALYST,
  customer_viewer: CUSTOMER,
  customer_billing: [...CUSTOMER, 'billing:read', 'usage:read'],
  customer_approver: [...CUSTOMER, 'webhook:read', 'webhook:manage'],
};

/** Which audience a role reads as; the database's policies rest on it. */
export const audienceOfRole = (role: Role): 'staff' | 'customer' => (role.startsWith('customer_') ? 'customer' : 'staff');

/**
 * All that a partner client can be granted in a tenant. What decides, grants, bills or opens raw telemetry is not here, so no program can
 * hold it (ADR 0011); a new permission is closed to partners until it is added on purpose.
 */
export const PARTNER_PERMISSIONS = ['case:read', 'finding:read', 'sla:read', 'report:read', 'source:read', 'webhook:read', 'webhook:manage'] as const satisfies readonly Permission[];
export type PartnerPermission = (typeof PARTNER_PERMISSIONS)[number];
