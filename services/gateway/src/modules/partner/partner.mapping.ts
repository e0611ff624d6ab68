import type { PartnerClientView, PartnerGrantView, PartnerKeyView, PartnerSelfView } from '@yagura/contracts';
import { PARTNER_PERMISSIONS, type PartnerPermission } from '@yagura/kernel';
import type { GatewayContext } from '../../request/gateway-context';
import { tenantRef } from '../tenant/tenant.loader';

/** As the schema writes permissions: `case:read` is CASE_READ. */
const nameOf = (permission: PartnerPermission): string => permission.replace(':', '_').toUpperCase();
const BY_NAME: ReadonlyMap<string, PartnerPermission> = new Map(PARTNER_PERMISSIONS.map((permission) => [nameOf(permission), permission]));

/** GraphQL let only members of the enum through. */
export const permissionsOf = (names: readonly string[]): PartnerPermission[] => names.flatMap((name) => BY_NAME.get(name) ?? []);

const toKey = ({ keyId, ...rest }: PartnerKeyView): Record<string, unknown> => ({ ...rest, id: keyId });

export const toGrant = (gateway: GatewayContext) => ({ permissions, ...rest }: PartnerGrantView): Record<string, unknown> =>
  ({ ...rest, permissions: permissions.map(nameOf), tenant: () => tenantRef(gateway, rest.tenantId) });

export const toPartnerClient = (gateway: GatewayContext) => ({ partnerClientId, state, keys, grants, ...rest }: PartnerClientView): Record<string, unknown> =>
  ({ ...rest, id: partnerClientId, state: state.toUpperCase(), keys: keys.map(toKey), grants: grants.map(toGrant(gateway)) });

export const toPartnerSelf = ({ partnerClientId, name, tenants, keys }: PartnerSelfView): Record<string, unknown> => ({
  id: partnerClientId, name, keys: keys.map(toKey),
  tenants: tenants.map(({ tenantId, permissions, ...rest }) => ({ ...rest, id: tenantId, permissions: permissions.map(nameOf) })),
});
