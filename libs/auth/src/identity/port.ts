import type { Realm } from './realm';

/** A person as our own tables know them; `id` is our id and makes every call repeatable. */
export interface UserFacts {
  readonly realm: Realm;
  readonly id: string;
  /** Signs in with it; kept in lower case. */
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly locale: 'ja' | 'en';
}

/** A client company at the identity provider. `alias` is the tenant's slug; a token is bound to the id, never to the alias. */
export interface OrganizationFacts {
  readonly id: string;
  readonly alias: string;
  readonly name: string;
}

/**
 * A program that may ask for tokens: `browser` is a public client of the portal, `loopback` a public client of a command line whose
 * redirect takes any port of the loopback address (RFC 8252, section 7.3), `service` signs in as itself with a secret.
 */
export interface ClientFacts {
  readonly realm: Realm;
  readonly clientId: string;
  readonly kind: 'browser' | 'loopback' | 'service';
  readonly name: string;
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** At least 32 characters; only for `service`. */
  readonly secret?: string;
}

/**
 * What Yagura asks of an identity provider, embedded or Keycloak. Every call may be repeated with the same facts and then changes
 * nothing, so a consumer may retry after any crash. Throws Conflict when a name belongs to another id, NotFound for an unknown
 * subject. It knows who people are; what they may do is decided by our own grant tables.
 */
export interface IdentityAdmin {
  ensureOrganization(facts: OrganizationFacts): Promise<{ readonly organizationId: string }>;
  /** Removes it with its memberships and ends its members' sessions; an unknown id is already removed. */
  removeOrganization(organizationId: string): Promise<void>;
  /** `oneTimePassword` is there only when this call set it: hand it over once, it is stored as a hash and ends after 72 hours. */
  ensureUser(facts: UserFacts): Promise<{ readonly subject: string; readonly oneTimePassword?: string }>;
  /** Replaces the password by a new one-time password and ends all sessions; also the remedy when the first one was lost. */
  resetPassword(subject: string): Promise<{ readonly oneTimePassword: string }>;
  /** Ends sessions and refresh tokens at once; an access token in hand lives out its 300 seconds, which our grants cut short. */
  disableUser(subject: string): Promise<void>;
  enableUser(subject: string): Promise<void>;
  ensureMember(organizationId: string, subject: string): Promise<void>;
  /** Also ends the person's sessions, so that the next token no longer names the organization. */
  removeMember(organizationId: string, subject: string): Promise<void>;
  /** `subject` is who a `service` client is when it signs in by itself, null for the others. */
  ensureClient(facts: ClientFacts): Promise<{ readonly subject: string | null }>;
  /** No new token for it from now on; one in hand lives out its 300 seconds, which our grants cut short. An unknown client is already removed. */
  removeClient(realm: Realm, clientId: string): Promise<void>;
}
