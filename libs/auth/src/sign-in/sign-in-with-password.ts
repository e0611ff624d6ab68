import { createHash, randomBytes } from 'node:crypto';
import { CookieJar } from './cookie-jar';
import { firstForm, type HtmlForm } from './html-form';
import { reach } from './reach';
import { SignInRefused } from './sign-in.errors';
import { requestTokens, type TokenSet } from './token-request';

export interface PasswordSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Taken when the provider asks to replace a one-time password; without it that step is refused. */
  readonly newPassword?: string;
  readonly redirectUri: string;
  /** By default all that a person's token can say; `organization:<alias>` picks one of several organizations. */
  readonly scope?: string;
}

const MAX_STEPS = 12;
type Answer = { readonly url: URL; readonly page: string; readonly status: number } | { readonly code: string };

/**
 * Signs a person in through the ordinary pages, without a browser: code flow with PKCE (RFC 7636), following redirects and filling
 * forms by the field names that Keycloak and the embedded provider share. For the command line and for tests with people of the demo;
 * the password grant stays closed. Throws SignInRefused, or SignInUnavailable.
 */
export async function signInWithPassword(facts: PasswordSignIn): Promise<TokenSet> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const visit = new Visit(facts.redirectUri, state);
  let answer = await visit.open(authorizationUrl(facts, state, createHash('sha256').update(verifier).digest('base64url')));
  const filled = new Set<string>();
  for (let step = 0; !('code' in answer); step += 1) {
    const form = firstForm(answer.page);
    if (form === undefined || step >= MAX_STEPS) throw new SignInRefused('unexpected_page');
    const kind = kindOf(form);
    if (filled.has(kind)) throw new SignInRefused(answer.status === 429 ? 'limited' : kind);
    filled.add(kind);
    answer = await visit.submit(new URL(form.action, answer.url), fill(form, kind, facts));
  }
  return requestTokens(facts.issuer, {
    grant_type: 'authorization_code', client_id: facts.clientId, code: answer.code, redirect_uri: facts.redirectUri, code_verifier: verifier,
  });
}

function authorizationUrl(facts: PasswordSignIn, state: string, challenge: string): URL {
  const url = new URL(`${facts.issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    response_type: 'code', client_id: facts.clientId, redirect_uri: facts.redirectUri, scope: facts.scope ?? 'openid profile email organization',
    state, code_challenge: challenge, code_challenge_method: 'S256',
  }).toString();
  return url;
}

type FormKind = 'password' | 'new_password' | 'confirmation';

function kindOf({ fields }: HtmlForm): FormKind {
  if (fields.has('password-new')) return 'new_password';
  return fields.has('password') ? 'password' : 'confirmation';
}

function fill(form: HtmlForm, kind: FormKind, facts: PasswordSignIn): URLSearchParams {
  const fields = new URLSearchParams([...form.fields]);
  if (kind === 'password') {
    fields.set('username', facts.username);
    fields.set('password', facts.password);
  } else if (kind === 'new_password') {
    if (facts.newPassword === undefined) throw new SignInRefused('password_change_needed');
    fields.set('password-new', facts.newPassword);
    fields.set('password-confirm', facts.newPassword);
  }
  return fields;
}

/** What a browser does in one sign-in: keeps cookies, follows redirects, and stops where the client's own address begins. */
class Visit {
  private readonly jar = new CookieJar();

  constructor(private readonly redirectUri: string, private readonly state: string) {}

  async open(url: URL): Promise<Answer> { return this.follow(url, undefined); }

  async submit(url: URL, body: URLSearchParams): Promise<Answer> { return this.follow(url, body); }

  private async follow(first: URL, form: URLSearchParams | undefined): Promise<Answer> {
    let url = first;
    let body = form;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const { status, headers, text } = await reach(url, {
        method: body === undefined ? 'GET' : 'POST', body, redirect: 'manual', headers: { cookie: this.jar.headerFor(url), accept: 'text/html' },
      });
      this.jar.store(url, headers.getSetCookie());
      const location = headers.get('location');
      if (location === null) return { url, page: text, status };
      url = new URL(location, url);
      body = undefined;
      if (url.href.startsWith(`${this.redirectUri}?`)) return { code: this.readCode(url) };
    }
    throw new SignInRefused('unexpected_page');
  }

  /** The state is compared like any client must (RFC 6749, section 10.12). */
  private readCode(url: URL): string {
    const code = url.searchParams.get('code');
    if (code === null || url.searchParams.get('state') !== this.state) throw new SignInRefused(url.searchParams.get('error') ?? 'unexpected_page');
    return code;
  }
}
