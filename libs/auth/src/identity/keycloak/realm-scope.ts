import type { Realm } from '../realm';
import { mapper, type Representation } from './client-representation';

const both = { 'id.token.claim': 'true', 'userinfo.token.claim': 'true' };
const ofUser = (attribute: string, claim: string): Representation =>
  mapper(claim, 'oidc-usermodel-attribute-mapper', { 'user.attribute': attribute, 'claim.name': claim, 'jsonType.label': 'String', ...both });
const ofAccount = (property: string, claim: string, type = 'String'): Representation =>
  mapper(claim, 'oidc-usermodel-property-mapper', { 'user.attribute': property, 'claim.name': claim, 'jsonType.label': type, ...both });
const scope = (name: string, ...protocolMappers: readonly Representation[]): Representation => ({
  name, protocol: 'openid-connect', attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' }, protocolMappers,
});

/** One mapper only for the claim: a second one of the same name makes a mixed list of it, which our verifier reads as no organization. */
const ORGANIZATION = mapper('organization', 'oidc-organization-membership-mapper', {
  'claim.name': 'organization', 'jsonType.label': 'JSON', addOrganizationId: 'true', addOrganizationAttributes: 'true', multivalued: 'true',
});

/**
 * All client scopes of a realm. The list replaces Keycloak's own, of which it leaves out `roles` (it adds audiences and roles, and
 * tokens of ours grant nothing), `offline_access` (sessions end with the working day) and everything that nobody reads.
 */
export function clientScopes(realm: Realm): readonly Representation[] {
  return [
    scope('basic',
      mapper('sub', 'oidc-sub-mapper', {}),
      mapper('auth_time', 'oidc-usersessionmodel-note-mapper', { 'user.session.note': 'AUTH_TIME', 'claim.name': 'auth_time', 'jsonType.label': 'long', 'id.token.claim': 'true' })),
    scope('acr', mapper('acr', 'oidc-acr-mapper', { 'id.token.claim': 'true' })),
    scope('profile', mapper('name', 'oidc-full-name-mapper', both), ofAccount('username', 'preferred_username'), ofUser('locale', 'locale')),
    scope('email', ofAccount('email', 'email'), ofAccount('emailVerified', 'email_verified', 'boolean')),
    scope('organization', ...(realm === 'yagura' ? [ORGANIZATION] : [])),
  ];
}
