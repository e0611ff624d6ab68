import type { Configuration, JWK, KoaContextWithOIDC, Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import { GATEWAY_AUDIENCE, serviceAccountOf } from '../clients';
import type { IdentityStore } from '../identity-store';
import { issuerOf, type Realm } from '../realm';
import { findAccount } from './account';
import { findClient, isClientSecret } from './client';
import { Html } from './html';
import { isOrganizationScope, organizationFor } from './organization';
import { framed, messagePage, signOutPage, type Page } from './page';
import { languageOf, pageText, type PageText } from './page-text';
import { RecordAdapter } from './record-adapter';

export interface RealmFacts {
  readonly realm: Realm;
  readonly publicUrl: string;
  readonly store: IdentityStore;
  readonly keys: readonly JWK[];
  readonly cookieKey: string;
}

const RESOURCE = 'urn:yagura:gateway';
const SCOPES = 'openid profile email organization';
const ACCESS_SEC = 300;
/** A refresh token may rest for half a shift; the grant behind it ends with the working day, and then the password is asked again. */
const REFRESH_SEC = 4 * 3_600;
const DAY_SEC = 12 * 3_600;

/** Clients live in their own table and are changed by IdentityAdmin only. */
class ClientAdapter extends RecordAdapter {
  constructor(private readonly clients: IdentityStore, private readonly ofRealm: Realm) { super(clients, ofRealm, 'Client'); }
  override find(id: string): ReturnType<RecordAdapter['find']> { return findClient(this.clients, this.ofRealm, id); }
}

/** The provider of one realm, in the shape of Keycloak: same paths below the issuer, same claims in its tokens. */
export async function newRealmProvider(facts: RealmFacts): Promise<Provider> {
  const { Provider: RealmProvider } = await importQuietly();
  const provider = new RealmProvider(issuerOf(facts.publicUrl, facts.realm), configurationOf(facts));
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(this: { clientSecret?: string }, given: string): boolean {
    return isClientSecret(given, this.clientSecret ?? '');
  };
  return provider;
}

/** The library warns on Node 20, on which it runs (and our specs run it); every other warning passes. */
async function importQuietly(): Promise<typeof import('oidc-provider', { with: { 'resolution-mode': 'import' } })> {
  const { warn } = console;
  console.warn = (...words: unknown[]): void => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

function configurationOf(facts: RealmFacts): Configuration {
  const { realm, store } = facts;
  const path = `/realms/${realm}`;
  return {
    adapter: (model) => (model === 'Client' ? new ClientAdapter(store, realm) : new RecordAdapter(store, realm, model)),
    jwks: { keys: facts.keys },
    cookies: {
      keys: [facts.cookieKey],
      names: { session: 'yagura_session', interaction: 'yagura_login', resume: 'yagura_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    findAccount: async (_ctx, subject) => {
      const account = await findAccount(store, realm, subject);
      return account === null ? undefined : { accountId: account.subject, claims: (use) => claimsOf(use, account) };
    },
    claims: { openid: ['sub', 'typ'], profile: ['name', 'preferred_username', 'locale'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    scopes: SCOPES.split(' '),
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic'],
    pkce: { required: () => true },
    clientBasedCORS: (_ctx, origin, client) => (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    interactions: { url: (_ctx, interaction) => `${path}/login/${interaction.uid}` },
    routes: routes(),
    ttl: {
      AccessToken: ACCESS_SEC, ClientCredentials: ACCESS_SEC, IdToken: ACCESS_SEC, AuthorizationCode: 60, Interaction: 1_800,
      RefreshToken: REFRESH_SEC, Grant: DAY_SEC, Session: DAY_SEC,
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    features: featuresOf(realm),
    formats: { customizers: { jwt: async (_ctx, token, jwt) => { jwt.payload = { ...jwt.payload, ...(await tokenClaims(facts, token)) }; } } },
    renderError: (ctx) => render(ctx, realm, (text) => messagePage(text.errorTitle, text.error)),
  };
}

function routes(): Configuration['routes'] {
  const base = '/protocol/openid-connect';
  return {
    authorization: `${base}/auth`, token: `${base}/token`, jwks: `${base}/certs`, userinfo: `${base}/userinfo`,
    end_session: `${base}/logout`, introspection: `${base}/token/introspect`, revocation: `${base}/revoke`,
  };
}

function featuresOf(realm: Realm): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx) => ({
        scope: [SCOPES, ...askedOrganizations(ctx)].join(' '), audience: GATEWAY_AUDIENCE, accessTokenFormat: 'jwt',
        accessTokenTTL: ACCESS_SEC, jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => render(ctx, realm, (text) => signOutPage(text, new Html(form)), wayBack(ctx)),
      postLogoutSuccessSource: (ctx) => render(ctx, realm, (text) => messagePage(text.signedOutTitle, text.signedOut)),
    },
  };
}

/** Where the answer to the sign-out form may lead, if it is an address of the client's own: a browser follows only where the page's policy lets it (CSP level 3, form-action). */
function wayBack(ctx: KoaContextWithOIDC): readonly string[] {
  const { post_logout_redirect_uri: uri } = ctx.oidc.params ?? {};
  return typeof uri === 'string' && (ctx.oidc.client?.postLogoutRedirectUris ?? []).includes(uri) ? [new URL(uri).origin] : [];
}

/** The scopes that name one organization: in the request, or later in what the code or the refresh token remembers of it. */
function askedOrganizations(ctx: KoaContextWithOIDC): readonly string[] {
  const { params, entities } = ctx.oidc;
  const remembered = entities.RefreshToken?.scope ?? entities.AuthorizationCode?.scope;
  return [params?.scope, remembered].flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : [])).filter(isOrganizationScope);
}

/** What Keycloak says in an access token. The roles stay empty: grants come from our own tables, never from a token. */
async function tokenClaims(
  facts: RealmFacts, token: { kind: string; clientId?: string; scope?: string; accountId?: string },
): Promise<Record<string, unknown>> {
  const shared = { typ: 'Bearer', azp: token.clientId, realm_access: { roles: [] }, resource_access: {} };
  if (token.kind === 'ClientCredentials') {
    const subject = serviceAccountOf(token.clientId ?? '');
    return { ...shared, sub: subject, preferred_username: subject };
  }
  const account = await findAccount(facts.store, facts.realm, token.accountId ?? '');
  const organization = facts.realm === 'yagura'
    ? await organizationFor(facts.store, token.accountId ?? '', new Set(token.scope?.split(' '))) : null;
  return {
    ...shared, preferred_username: account?.username, name: account?.name, email: account?.email, locale: account?.locale,
    organization: organization === null ? undefined : { [organization.alias]: { id: organization.id } },
  };
}

type NamedAccount = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/** Nobody has proved to own the e-mail address, so nobody may be recognised by it. */
function claimsOf(use: string, account: NamedAccount): { sub: string } & Record<string, unknown> {
  return {
    sub: account.subject, typ: use === 'id_token' ? 'ID' : undefined, name: account.name, preferred_username: account.username,
    locale: account.locale, email: account.email, email_verified: false,
  };
}

function render(ctx: KoaContextWithOIDC, realm: Realm, make: (text: PageText) => Page, formTargets: readonly string[] = []): void {
  const language = languageOf(ctx.oidc?.params?.ui_locales, ctx.get('accept-language'));
  const { text, headers } = framed(make(pageText(language)), { realm, language, formTargets });
  ctx.set(headers);
  ctx.body = text;
}
