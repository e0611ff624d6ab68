/** What the composition provides to this service beside its database, its log and its lane; each is injected by its symbol. */
export const IDENTITY_ADMIN = Symbol('tenants:identity-admin');
export const MAILER = Symbol('tenants:mailer');
/** Buffer: signs grant assertions; every service edge verifies with the same key. */
export const ASSERTION_KEY = Symbol('tenants:assertion-key');
/** Buffer: keys the hashes of source secrets; the doors compare with the same pepper. */
export const SOURCE_PEPPER = Symbol('tenants:source-pepper');
/** Buffer: wraps the tenants' data keys, so that a tenant's own audit details can be shown to it. */
export const INSTALLATION_KEY = Symbol('tenants:installation-key');
/** SystemDb of the role `audit_sequencer`. */
export const AUDIT_DB = Symbol('tenants:audit-db');
/** IdentityNews: people who left at the identity provider itself. */
export const IDENTITY_NEWS = Symbol('tenants:identity-news');
export const PUBLIC_URLS = Symbol('tenants:public-urls');

/** Addresses as people and tokens see them, without a trailing slash. */
export interface PublicUrls {
  /** `iss` of the tokens of client companies' people, and of the provider's. */
  readonly customerIssuer: string;
  readonly staffIssuer: string;
  /** Where each of them signs in; it stands in invitations. */
  readonly customerSignIn: string;
  readonly staffSignIn: string;
}
