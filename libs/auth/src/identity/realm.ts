/** The two issuers: client companies' people with their organizations, and the provider's own people and programs. */
export const REALMS = ['yagura', 'yagura-staff'] as const;
export type Realm = (typeof REALMS)[number];

/** The issuer of a realm under a public address without a trailing slash; the same path that Keycloak gives a realm. */
export const issuerOf = (publicUrl: string, realm: Realm): string => `${publicUrl}/realms/${realm}`;

/** Where an issuer publishes its signing keys, in Keycloak and in the embedded provider alike. */
export const keysUrlOf = (issuer: string): string => `${issuer}/protocol/openid-connect/certs`;
