export { Allow, assertEveryHandlerGuarded, Public, requirementOf, type Requirement } from './allow';
export { PartnerCredentialRefused, SourceTokenRefused } from './api-key.errors';
export {
  equalHash, hashSecret, isPartnerKey, KEY_ENVIRONMENTS, newPartnerKey, newPublicId, newSourceToken, parsePartnerKey, parseSourceToken, type KeyEnvironment,
  type PartnerKey, type SourceToken,
} from './api-key';
export { AssertionReader } from './assertion-reader';
export { bearerToken } from './bearer';
export { contextFrom, type ContextWish } from './context-from';
export { AssertionRefused, NotAllowed, TenantNeeded } from './grant-assertion.errors';
export { ASSERTION_LIFE_MS, assertGrants, signAssertion, verifyAssertion, type GrantAssertion } from './grant-assertion';
export { TokenRefused, type TokenRefusal } from './token.errors';
export { PARTNER_KEY_ISSUER, TokenVerifier, type SecondOpinion, type TrustedIssuer, type VerifiedToken, type VerifierOptions } from './verifier';
export { commandLineClients, CONSOLE_CLIENT, GATEWAY_AUDIENCE, PORTAL_CLIENT, portalClients, type PortalUrls, serviceAccountOf } from './identity/clients';
export { EmbeddedAdmin } from './identity/embedded/embedded-admin';
export { startIdentityInChild } from './identity/embedded/identity-child';
export { startIdentity, type IdentityOptions, type RunningIdentity } from './identity/embedded/identity-server';
export { IdentityNews, type SignedOutPerson } from './identity/identity-news';
export type { IdentityStore } from './identity/identity-store';
export type { ClientFacts, IdentityAdmin, OrganizationFacts, UserFacts } from './identity/port';
export { connectKeycloak, type ConnectedKeycloak } from './identity/keycloak/connect-keycloak';
export { KeycloakAdmin, type KeycloakOptions } from './identity/keycloak/keycloak-admin';
export { KeycloakAway, KeycloakRefusesUs } from './identity/keycloak/keycloak.errors';
export { KeycloakOpinion } from './identity/keycloak/keycloak-opinion';
export { realmRepresentation, type RealmSecrets } from './identity/keycloak/realm-representation';
export { realmTemplate } from './identity/keycloak/realm-template';
export { issuerOf, keysUrlOf, REALMS, type Realm } from './identity/realm';
export { trustedIssuers } from './identity/trusted-issuers';
export { SignInRefused, SignInUnavailable } from './sign-in/sign-in.errors';
export { signInWithPassword, type PasswordSignIn } from './sign-in/sign-in-with-password';
export { clientCredentials, refreshTokens, requestTokens, type TokenSet } from './sign-in/token-request';
