import type { ClientFacts } from './port';
import type { Realm } from './realm';

/** The audience that every access token of ours names. */
export const GATEWAY_AUDIENCE = 'gateway';

/** Subject of a service client's own tokens; Keycloak names the users of its service accounts so too. */
export const serviceAccountOf = (clientId: string): string => `service-account-${clientId}`;

/** Clients of the two browser applications. */
export const CONSOLE_CLIENT = 'yagura-console';
export const PORTAL_CLIENT = 'yagura-portal';

const LOGIN_CLIENT = 'yagura-cli-login';
const CLI_CLIENT = 'yagura-cli';
/** Client ids of partners' programs begin so. */
const PARTNER_CLIENT = /^partner-[A-Za-z0-9-]{1,100}$/;
const CLIENTS: Readonly<Record<Realm, readonly string[]>> = { 'yagura': [PORTAL_CLIENT, LOGIN_CLIENT], 'yagura-staff': [CONSOLE_CLIENT, LOGIN_CLIENT, CLI_CLIENT] };

/** Whether a realm's tokens for this client are meant for us: an outside provider may serve other programs from the same realm. */
export function isClientOf(realm: Realm, clientId: string): boolean {
  return CLIENTS[realm].includes(clientId) || (realm === 'yagura' && PARTNER_CLIENT.test(clientId));
}

/** Where the two browser applications are served; each is an origin of its own, without a trailing slash. */
export interface PortalUrls {
  readonly consoleUrl: string;
  readonly portalUrl: string;
}

/** The clients of the provider's console and of the client companies' portal. */
export function portalClients({ consoleUrl, portalUrl }: PortalUrls): readonly ClientFacts[] {
  const browser = (url: string) => ({ kind: 'browser', redirectUris: [`${url}/callback`], postLogoutRedirectUris: [`${url}/signed-out`] }) as const;
  return [
    { realm: 'yagura-staff', clientId: CONSOLE_CLIENT, name: 'Yagura Console', ...browser(consoleUrl) },
    { realm: 'yagura', clientId: PORTAL_CLIENT, name: 'Yagura Portal', ...browser(portalUrl) },
  ];
}

/** The command line's clients: a person's sign-in by browser in either realm, and the service account of the installation. */
export function commandLineClients(serviceSecret: string): readonly ClientFacts[] {
  const login = { clientId: LOGIN_CLIENT, kind: 'loopback', name: 'Yagura CLI', redirectUris: ['http://127.0.0.1/callback'] } as const;
  return [
    { realm: 'yagura', ...login },
    { realm: 'yagura-staff', ...login },
    { realm: 'yagura-staff', clientId: CLI_CLIENT, kind: 'service', name: 'Yagura CLI', secret: serviceSecret },
  ];
}
