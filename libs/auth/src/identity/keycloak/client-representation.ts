import { GATEWAY_AUDIENCE } from '../clients';
import type { ClientFacts } from '../port';

/** JSON as Keycloak's Admin API takes and gives it; only the members that we set are named. */
export type Representation = Readonly<Record<string, unknown>>;

/** Scopes that the realms define. `organization` exists in both, so that one request fits both; only the customers' realm fills it. */
export const DEFAULT_SCOPES = ['basic', 'acr', 'profile', 'email'] as const;
export const OPTIONAL_SCOPES = ['organization'] as const;

/** A protocol mapper that writes into access tokens alone. */
export const mapper = (name: string, kind: string, config: Readonly<Record<string, string>>): Representation => ({
  name, protocol: 'openid-connect', protocolMapper: kind,
  config: { 'access.token.claim': 'true', 'id.token.claim': 'false', 'introspection.token.claim': 'true', ...config },
});

/** Access tokens name `gateway` as their one audience. */
const AUDIENCE = mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': GATEWAY_AUDIENCE });
/**
 * A program's subject is the name of its service account, as in the embedded provider, so that our grants can be given before the
 * program exists. Programs therefore have no scope `basic`, which would set the random id of that account.
 */
const PROGRAM = [
  mapper('subject', 'oidc-usermodel-property-mapper', { 'user.attribute': 'username', 'claim.name': 'sub', 'jsonType.label': 'String' }),
  mapper('name', 'oidc-usermodel-property-mapper', { 'user.attribute': 'username', 'claim.name': 'preferred_username', 'jsonType.label': 'String' }),
];

/**
 * A client of ours in Keycloak's words: code flow with proof key or client credentials and nothing else, no roles in any token
 * (`fullScopeAllowed` is true by default and would add audiences), signed RS256 as `at+jwt`. The secret may be a placeholder of a template,
 * so its length is checked by the adapter.
 */
export function clientRepresentation(facts: ClientFacts): Representation {
  const isService = facts.kind === 'service';
  return {
    clientId: facts.clientId, name: facts.name, enabled: true, protocol: 'openid-connect',
    publicClient: !isService, ...(isService ? { clientAuthenticatorType: 'client-secret', secret: facts.secret } : {}),
    serviceAccountsEnabled: isService, standardFlowEnabled: !isService, implicitFlowEnabled: false, directAccessGrantsEnabled: false,
    fullScopeAllowed: false,
    // A browser client is ours at a registered address; a program behind a loopback address could be anyone's (RFC 8252, section 8.6).
    consentRequired: facts.kind === 'loopback',
    redirectUris: facts.redirectUris ?? [],
    webOrigins: facts.kind === 'browser' ? [...new Set((facts.redirectUris ?? []).map(originOf))] : [],
    attributes: {
      'access.token.header.type.rfc9068': 'true', 'access.token.signed.response.alg': 'RS256', 'pkce.code.challenge.method': isService ? '' : 'S256',
      'post.logout.redirect.uris': (facts.postLogoutRedirectUris ?? []).join('##'), 'client_credentials.use_refresh_token': 'false',
      'standard.token.exchange.enabled': 'false', 'oauth2.device.authorization.grant.enabled': 'false', 'oidc.ciba.grant.enabled': 'false',
    },
    defaultClientScopes: isService ? [] : DEFAULT_SCOPES, optionalClientScopes: isService ? [] : OPTIONAL_SCOPES,
    protocolMappers: isService ? [AUDIENCE, ...PROGRAM] : [AUDIENCE],
  };
}

/** In a template an address is still a placeholder such as `${YAGURA_PORTAL_URL}/callback`. */
function originOf(uri: string): string {
  return uri.startsWith('${') ? uri.slice(0, uri.indexOf('}') + 1) : new URL(uri).origin;
}
