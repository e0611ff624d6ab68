import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { portalClients } from '../clients';
import { IdentityNews, type SignedOutPerson } from '../identity-news';
import { issuerOf } from '../realm';
import { CookieJar } from '../../sign-in/cookie-jar';
import { firstForm } from '../../sign-in/html-form';
import { SignInRefused } from '../../sign-in/sign-in.errors';
import { signInWithPassword } from '../../sign-in/sign-in-with-password';
import { refreshTokens, requestTokens, type TokenSet } from '../../sign-in/token-request';
import { startIdentityInChild } from './identity-child';
import type { RunningIdentity } from './identity-server';

const WEB = 'http://127.0.0.1:4200';
const CONSOLE = 'http://127.0.0.1:4100';
const REDIRECT = `${WEB}/callback`;
const CLIENT = 'yagura-portal';
const CHOSEN = 'correct horse battery staple';
/** Verifier and challenge of RFC 7636, appendix B. */
const PROOF = { verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' };
let database: TestDatabase;
let keysDir: string;
let identity: RunningIdentity;
const news = new IdentityNews();
const gone: SignedOutPerson[] = [];
let issuer: string;

beforeAll(async () => {
  database = await testDatabase();
  const db = database.systemDb('svc_identity');
  keysDir = await mkdtemp(join(tmpdir(), 'yagura-identity-'));
  identity = await startIdentityInChild({
    host: '127.0.0.1', port: 0, keysDir, clients: portalClients({ consoleUrl: CONSOLE, portalUrl: WEB }), news, store: { query: async (sql, params) => ({ rows: await db.sql(sql, params) }) },
  });
  issuer = issuerOf(identity.url, 'yagura');
  news.onSignedOut((person) => { gone.push(person); });
});

afterAll(async () => {
  await identity.stop();
  await database.drop();
  await rm(keysDir, { recursive: true, force: true });
});

interface Person { readonly username: string; readonly oneTimePassword: string }

async function newPerson(): Promise<Person> {
  const id = newId();
  const username = `person-${id.slice(-8)}`;
  const { oneTimePassword = '' } = await identity.admin.ensureUser({ realm: 'yagura', id, username, email: `${id}@example.jp`, name: '青井 葵', locale: 'ja' });
  return { username, oneTimePassword };
}

const signIn = ({ username }: Person, password = CHOSEN, newPassword?: string): Promise<TokenSet> =>
  signInWithPassword({ issuer, clientId: CLIENT, redirectUri: REDIRECT, username, password, newPassword });
const firstSignIn = (person: Person): Promise<TokenSet> => signIn(person, person.oneTimePassword, CHOSEN);
const word = (outcome: Promise<unknown>): Promise<string> => outcome.then(() => 'accepted', (error: unknown) => {
  if (error instanceof SignInRefused) return error.reason;
  throw error;
});

interface OpenedForm { readonly url: string; readonly cookie: string; readonly page: string; readonly headers: Headers; readonly csrf: string; readonly setCookies: readonly string[]; readonly startUrl: string }

async function openForm(language: string): Promise<OpenedForm> {
  const query = new URLSearchParams({
    response_type: 'code', client_id: CLIENT, redirect_uri: REDIRECT, scope: 'openid', state: 's',
    code_challenge: PROOF.challenge, code_challenge_method: 'S256',
  });
  const startUrl = `${issuer}/protocol/openid-connect/auth?${query}`;
  const first = await fetch(startUrl, { redirect: 'manual' });
  const setCookies = first.headers.getSetCookie();
  const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const url = new URL(first.headers.get('location') ?? '', identity.url).href;
  const response = await fetch(url, { headers: { cookie, 'accept-language': language } });
  const page = await response.text();
  return { url, cookie, page, headers: response.headers, csrf: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '', setCookies, startUrl };
}

async function postForm(form: OpenedForm, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; page: string }> {
  const response = await fetch(form.url, {
    method: 'POST', redirect: 'manual', headers: { cookie: form.cookie, 'accept-language': 'en', ...headers },
    body: new URLSearchParams({ csrf: form.csrf, step: 'password', ...fields }),
  });
  return { status: response.status, page: await response.text() };
}

describe('guessing a password', () => {
  it('is stopped after five tries, also with the right one, and harms nobody else', async () => {
    const [victim, bystander] = [await newPerson(), await newPerson()];
    await firstSignIn(victim);

    for (let attempt = 0; attempt < 5; attempt += 1) expect(await word(signIn(victim, `guess number ${attempt}`))).toBe('password');

    expect(await word(signIn(victim))).toBe('limited');
    expect(await word(firstSignIn(bystander))).toBe('accepted');
  });

  it('cannot be told from an unknown user name', async () => {
    const person = await newPerson();
    const bodies = await Promise.all([person.username, 'nobody-at-all'].map(async (username) => {
      const { page } = await postForm(await openForm('en'), { username, password: 'wrong password' });
      return page.replaceAll(username, 'NAME').replace(/nonce="[^"]*"|value="[\w-]{20,}"|login\/[\w-]+/g, '');
    }));

    expect(bodies[0]).toContain('User name or password is wrong');
    expect(bodies[0]).toBe(bodies[1]);
  });
});

describe('the sign-in page', () => {
  it.each([['ja,en;q=0.8', 'ja', 'サインイン'], ['en-GB,ja;q=0.5', 'en', 'Sign in'], ['fr', 'en', 'Sign in'], ['de,ja;q=0.9', 'ja', 'サインイン']])(
    'for a browser that prefers %s speaks %s', async (accepted, language, title) => {
      const { page, headers } = await openForm(accepted);

      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(`<h1>${title}</h1>`);
      expect(headers.get('content-language')).toBe(language);
    });

  it('runs no script, loads nothing, and stands in no frame', async () => {
    const { page, headers } = await openForm('en');

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:4200; frame-ancestors 'none'; base-uri 'none'$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(page).not.toMatch(/<script|src=|@import|http:\/\/(?!127)/);
  });

  it('shows what a person typed as text, never as markup', async () => {
    const { page } = await postForm(await openForm('en'), { username: '"><script>alert(1)</script>', password: 'x' });

    expect(page).not.toContain('<script>');
    expect(page).toContain('&#34;&#62;&#60;script&#62;');
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['no proof', { csrf: '' }, {}], ['a foreign proof', { csrf: 'A'.repeat(43) }, {}], ['the origin of another page', {}, { origin: 'http://evil.example' }],
    ['a hidden origin', {}, { origin: 'null' }],
  ])('takes no form with %s, even with the right password', async (_, change, headers) => {
    const person = await newPerson();
    const { status, page } = await postForm(await openForm('en'), { username: person.username, password: person.oneTimePassword, ...change }, headers);

    expect(status).toBe(400);
    expect(page).not.toContain('password-new');
  });

  it('is over for a browser without its cookie', async () => {
    const { status, page } = await postForm({ ...(await openForm('en')), cookie: '' }, { username: 'a', password: 'b' });

    expect(status).toBe(400);
    expect(page).toContain('This page is over');
  });

  it('is not reached for a client address that is not registered', async () => {
    const query = new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: 'http://evil.example/', scope: 'openid' });
    const response = await fetch(`${issuer}/protocol/openid-connect/auth?${query}`, { redirect: 'manual', headers: { 'accept-language': 'ja' } });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('処理できませんでした');
  });
});

describe('signing out', () => {
  it('asks first, then ends the session and its refresh tokens, and tells who left', async () => {
    const person = await newPerson();
    await firstSignIn(person);
    const form = await openForm('en');
    const jar = new CookieJar();
    const go = async (url: string, body?: URLSearchParams): Promise<{ page: string; location: string; url: string; policy: string }> => {
      const response = await fetch(url, { method: body === undefined ? 'GET' : 'POST', body, redirect: 'manual', headers: { cookie: jar.headerFor(new URL(url)), accept: 'text/html' } });
      jar.store(new URL(url), response.headers.getSetCookie());
      return { page: await response.text(), location: response.headers.get('location') ?? '', url, policy: response.headers.get('content-security-policy') ?? '' };
    };
    jar.store(new URL(form.url), form.setCookies);
    let step = await go(form.url, new URLSearchParams({ csrf: form.csrf, step: 'password', username: person.username, password: CHOSEN }));
    while (step.location !== '' && !step.location.startsWith(WEB)) step = await go(new URL(step.location, step.url).href);
    const code = new URL(step.location).searchParams.get('code') ?? '';
    const tokens = await requestTokens(issuer, { grant_type: 'authorization_code', client_id: CLIENT, code, redirect_uri: REDIRECT, code_verifier: PROOF.verifier });
    const query = new URLSearchParams({ id_token_hint: tokens.idToken ?? '', post_logout_redirect_uri: `${WEB}/signed-out` });

    expect(gone).toEqual([]);
    const asked = await go(`${issuer}/protocol/openid-connect/logout?${query}`);
    const confirmation = firstForm(asked.page);
    const left = await go(new URL(confirmation?.action ?? '', asked.url).href, new URLSearchParams([...(confirmation?.fields ?? []), ['logout', 'yes']]));

    const { sub } = JSON.parse(Buffer.from(tokens.accessToken.split('.')[1], 'base64url').toString()) as { sub: string };
    expect(asked.page).toContain('name="logout"');
    // Browsers hold the way back against the page's policy.
    expect(asked.policy).toContain(`form-action 'self' ${new URL(WEB).origin};`);
    expect(left.location).toBe(`${WEB}/signed-out`);
    await eventually('the news', () => Promise.resolve(gone.length > 0));
    expect(gone).toEqual([{ issuer, subject: sub }]);
    expect((await go(form.startUrl)).location).toContain('/login/');
    expect(await word(refreshTokens({ issuer, clientId: CLIENT, refreshToken: tokens.refreshToken ?? '' }))).toBe('invalid_grant');
  });
});

describe('a web application', () => {
  it('of ours may use the token endpoint from its own origin, a foreign one may not', async () => {
    const ask = async (origin: string): Promise<string | null> => (await fetch(`${issuer}/protocol/openid-connect/token`, {
      method: 'POST', headers: { origin }, body: new URLSearchParams({ grant_type: 'refresh_token', client_id: CLIENT, refresh_token: 'x' }),
    })).headers.get('access-control-allow-origin');

    expect(await ask(WEB)).toBe(WEB);
    expect(await ask('http://evil.example')).toBeNull();
  });

  it('gets no code without a proof key, and no token by a password', async () => {
    const query = new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: REDIRECT, scope: 'openid', state: 's' });
    const response = await fetch(`${issuer}/protocol/openid-connect/auth?${query}`, { redirect: 'manual' });

    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
    expect(await word(requestTokens(issuer, { grant_type: 'password', client_id: CLIENT, username: 'a', password: 'b' }))).toBe('unsupported_grant_type');
  });

  it('is led by the public address, whatever host a request names', async () => {
    const { port } = new URL(identity.url);
    const discovery = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
      get({ host: '127.0.0.1', port, path: '/realms/yagura/.well-known/openid-configuration', headers }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      }).on('error', reject);
    });

    expect(discovery).not.toMatch(/evil|https:/);
    expect(JSON.parse(discovery)).toMatchObject({ issuer, jwks_uri: `${issuer}/protocol/openid-connect/certs` });
  });
});
