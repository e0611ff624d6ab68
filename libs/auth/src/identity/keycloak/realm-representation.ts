import { commandLineClients, portalClients, type PortalUrls } from '../clients';
import type { Realm } from '../realm';
import { clientRepresentation, DEFAULT_SCOPES, OPTIONAL_SCOPES, type Representation } from './client-representation';
import { clientScopes } from './realm-scope';

/** Secrets of the service clients that a realm begins with; each at least 32 characters, or a placeholder of a template. */
export interface RealmSecrets {
  readonly commandLine: string;
  readonly onboarding: string;
  readonly programs: string;
}

/** The clients by which Yagura administers a realm; neither may ask for a token that our own gateway would take. */
export const ONBOARDING_CLIENT = 'yagura-onboarding';
export const PROGRAMS_CLIENT = 'yagura-programs';

/** User attribute with our own id of a person, which only administrators see. */
export const USER_ID = 'yagura_user_id';
/** User attributes of a one-time password that may still be unused: a mark to search for, and the Unix second at which it ends. */
export const ONE_TIME = 'yagura_one_time';
export const ONE_TIME_UNTIL = 'yagura_one_time_until';

const ACCESS_SEC = 300;
const IDLE_SEC = 4 * 3_600;
const DAY_SEC = 12 * 3_600;

/** What onboarding may do, by realm: exactly what the port asks for; see docs/adr/0017. */
const ONBOARDING_ROLES: Readonly<Record<Realm, readonly string[]>> = {
  'yagura': ['manage-organizations', 'manage-users'], 'yagura-staff': ['manage-users'],
};

/**
 * A whole realm as Keycloak imports it (`deploy/keycloak`), as near to the embedded provider as Keycloak goes: same issuer paths,
 * clients, scopes, audience and lives of tokens. People and organizations come later, through the port.
 */
export function realmRepresentation(realm: Realm, urls: PortalUrls, secrets: RealmSecrets): Representation {
  const administrators = [administrator(ONBOARDING_CLIENT, 'Yagura onboarding', secrets.onboarding, ONBOARDING_ROLES[realm])];
  if (realm === 'yagura') administrators.push(administrator(PROGRAMS_CLIENT, 'Yagura partner programs', secrets.programs, ['manage-clients']));
  const clients = [...commandLineClients(secrets.commandLine), ...portalClients(urls)].filter((client) => client.realm === realm);
  return {
    realm, displayName: realm === 'yagura' ? 'Yagura' : 'Yagura Console', enabled: true, organizationsEnabled: realm === 'yagura',
    ...SIGN_IN, ...LIVES, ...LOG,
    clientScopes: clientScopes(realm), defaultDefaultClientScopes: DEFAULT_SCOPES, defaultOptionalClientScopes: OPTIONAL_SCOPES,
    clients: [...clients.map(clientRepresentation), ...administrators.map(({ client }) => client), ...UNUSED],
    clientScopeMappings: { 'realm-management': administrators.map(({ clientId, roles }) => ({ client: clientId, roles })) },
    users: administrators.map(({ clientId, roles }) => ({
      username: `service-account-${clientId}`, enabled: true, serviceAccountClientId: clientId, clientRoles: { 'realm-management': roles },
    })),
    components: COMPONENTS, authenticationFlows: FLOWS, browserFlow: 'yagura browser',
  };
}

/** A client that signs in as itself at the Admin API. Its tokens have no audience of ours, so they open nothing at the gateway. */
function administrator(clientId: string, name: string, secret: string, roles: readonly string[]): { clientId: string; roles: readonly string[]; client: Representation } {
  const client = {
    ...clientRepresentation({ realm: 'yagura', clientId, name, kind: 'service', secret }), defaultClientScopes: ['basic'], protocolMappers: [],
  };
  return { clientId, roles, client };
}

/** Names and e-mail addresses come from us and are never proof of who someone is: nobody registers, signs in by address or is linked by it. */
const SIGN_IN = {
  registrationAllowed: false, registrationEmailAsUsername: false, rememberMe: false, verifyEmail: false, resetPasswordAllowed: false,
  // False would bind our own administrator too; people themselves may edit nothing (see the user profile).
  editUsernameAllowed: true,
  loginWithEmailAllowed: false, duplicateEmailsAllowed: true, sslRequired: 'external',
  internationalizationEnabled: true, supportedLocales: ['ja', 'en'], defaultLocale: 'ja',
  // The same demands as the embedded provider's: length counts, not kinds of characters (NIST SP 800-63B, section 5.1.1.2).
  passwordPolicy: 'length(12) and maxLength(256) and notUsername(undefined) and notContainsUsername(undefined) and passwordHistory(1)',
  bruteForceProtected: true, permanentLockout: false, failureFactor: 10, quickLoginCheckMilliSeconds: 200, minimumQuickLoginWaitSeconds: 15, waitIncrementSeconds: 60,
  maxFailureWaitSeconds: 900, maxDeltaTimeSeconds: 43_200,
} as const;

const LIVES = {
  accessTokenLifespan: ACCESS_SEC, accessCodeLifespan: 60, accessCodeLifespanLogin: 1_800, accessCodeLifespanUserAction: 1_800,
  ssoSessionIdleTimeout: IDLE_SEC, ssoSessionMaxLifespan: DAY_SEC, clientSessionIdleTimeout: 0, clientSessionMaxLifespan: 0,
  revokeRefreshToken: true, refreshTokenMaxReuse: 0, defaultSignatureAlgorithm: 'RS256',
} as const;

const LOG = { eventsEnabled: true, eventsExpiration: 30 * 86_400, adminEventsEnabled: true, adminEventsDetailsEnabled: false } as const;

/** Built-in clients that would take passwords from programs or let people change what we keep about them. */
const UNUSED = ['account', 'account-console', 'admin-cli'].map((clientId) => (
  { clientId, enabled: false, publicClient: true, standardFlowEnabled: false, directAccessGrantsEnabled: false, fullScopeAllowed: false }));

const byAdmin = (name: string, validations: Representation = {}): Representation => ({
  name, displayName: name, validations, permissions: { view: ['admin', 'user'], edit: ['admin'] }, multivalued: false,
});
const hidden = (name: string): Representation => ({ name, displayName: name, permissions: { view: ['admin'], edit: ['admin'] }, multivalued: false });

/** Names are whole (many have no first and last part), so the one text is kept as the first name. */
const USER_PROFILE = {
  attributes: [
    byAdmin('username', { length: { min: 3, max: 255 } }), byAdmin('email', { length: { max: 255 } }),
    byAdmin('firstName', { length: { max: 255 } }), byAdmin('lastName', { length: { max: 255 } }),
    hidden(USER_ID), hidden(ONE_TIME), hidden(ONE_TIME_UNTIL),
  ],
  groups: [],
} as const;

const COMPONENTS = {
  'org.keycloak.userprofile.UserProfileProvider': [
    { providerId: 'declarative-user-profile', subComponents: {}, config: { 'kc.user.profile.config': [JSON.stringify(USER_PROFILE)] } },
  ],
  'org.keycloak.keys.KeyProvider': [
    { name: 'signing', providerId: 'rsa-generated', subComponents: {}, config: { priority: ['100'], algorithm: ['RS256'], keySize: ['3072'] } },
    { name: 'cookies', providerId: 'hmac-generated', subComponents: {}, config: { priority: ['100'], algorithm: ['HS512'] } },
    { name: 'codes', providerId: 'aes-generated', subComponents: {}, config: { priority: ['100'] } },
  ],
} as const;

const execution = (authenticator: string, requirement: string, priority: number): Representation =>
  ({ authenticator, requirement, priority, authenticatorFlow: false, userSetupAllowed: false });
const flowOf = (alias: string, isTopLevel: boolean, authenticationExecutions: readonly Representation[]): Representation =>
  ({ alias, providerId: 'basic-flow', topLevel: isTopLevel, builtIn: false, authenticationExecutions });
const subflow = (flowAlias: string, requirement: string, priority: number): Representation =>
  ({ flowAlias, requirement, priority, authenticatorFlow: true, userSetupAllowed: false });

/**
 * One page for name and password, then a one-time code for whoever has set one up. Keycloak's own flow asks for the name first and
 * shows a choice of organizations; ours leaves several memberships unnamed, as the embedded provider does.
 */
const FLOWS = [
  flowOf('yagura browser', true, [execution('auth-cookie', 'ALTERNATIVE', 10), subflow('yagura forms', 'ALTERNATIVE', 20)]),
  flowOf('yagura forms', false, [execution('auth-username-password-form', 'REQUIRED', 10), subflow('yagura second factor', 'CONDITIONAL', 20)]),
  flowOf('yagura second factor', false, [execution('conditional-user-configured', 'REQUIRED', 10), execution('auth-otp-form', 'REQUIRED', 20)]),
] as const;
