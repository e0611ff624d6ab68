import type { ClientFacts } from './port';

/** The audience that every access token of ours names. */
export const GATEWAY_AUDIENCE = 'gateway';

/** Subject of a service client's own tokens; Keycloak names the users of its service accounts so too. */
export const serviceAccountOf = (clientId: string): string => `service-account-${clientId}`;

/** The portal's two clients for a web application served at `webUrl` (no trailing slash): staff console and customer portal. */
export function portalClients(webUrl: string): readonly ClientFacts[] {
  return [
    {
      realm: 'yagura-staff', clientId: 'yagura-console', kind: 'browser', name: 'Yagura Console',
      redirectUris: [`${webUrl}/console/callback`], postLogoutRedirectUris: [`${webUrl}/console/`, `${webUrl}/`],
    },
    {
      realm: 'yagura', clientId: 'yagura-portal', kind: 'browser', name: 'Yagura Portal',
      redirectUris: [`${webUrl}/portal/callback`], postLogoutRedirectUris: [`${webUrl}/portal/`, `${webUrl}/`],
    },
  ];
}

/** The command line's clients: a person's sign-in by browser in either realm, and the service account of the installation. */
export function commandLineClients(serviceSecret: string): readonly ClientFacts[] {
  const login = { clientId: 'yagura-cli-login', kind: 'loopback', name: 'Yagura CLI', redirectUris: ['http://127.0.0.1/callback'] } as const;
  return [
    { realm: 'yagura', ...login },
    { realm: 'yagura-staff', ...login },
    { realm: 'yagura-staff', clientId: 'yagura-cli', kind: 'service', name: 'Yagura CLI', secret: serviceSecret },
  ];
}
