import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestTokens, SignInRefused, type TokenSet } from '@yagura/auth';
import { Unavailable } from '@yagura/kernel';

/** The command line's public client in both realms; its redirect takes any port of the loopback address (RFC 8252, section 7.3). */
export const LOGIN_CLIENT = 'yagura-cli-login';
const PATH = '/callback';
const PAGE = '<!doctype html><meta charset="utf-8"><title>Yagura</title><p>';

interface Waiting { readonly code: Promise<string>; readonly redirectUri: string; close(): void }

/**
 * A person's sign-in in their own browser: code flow with PKCE (RFC 7636) over a listener on 127.0.0.1 that lives for one answer. `show`
 * gets the address to open. Throws SignInRefused when the provider or the person says no, Unavailable when nobody comes in time.
 */
export async function signInWithBrowser(facts: { issuer: string; withinMs: number; signal: AbortSignal; show: (address: string) => void }): Promise<TokenSet> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const { code, redirectUri, close } = await listen(facts.issuer, state);
  try {
    facts.show(addressOf(facts.issuer, redirectUri, state, createHash('sha256').update(verifier).digest('base64url')));
    const given = await Promise.race([code, ended(facts.signal, facts.withinMs)]);
    return await requestTokens(facts.issuer, { grant_type: 'authorization_code', client_id: LOGIN_CLIENT, code: given, redirect_uri: redirectUri, code_verifier: verifier });
  } finally {
    close();
  }
}

function addressOf(issuer: string, redirectUri: string, state: string, challenge: string): string {
  const query = new URLSearchParams({
    response_type: 'code', client_id: LOGIN_CLIENT, redirect_uri: redirectUri, scope: 'openid profile email organization', state,
    code_challenge: challenge, code_challenge_method: 'S256',
  });
  return `${issuer}/protocol/openid-connect/auth?${query.toString()}`;
}

async function listen(issuer: string, state: string): Promise<Waiting> {
  let settle: { resolve(code: string): void; reject(error: Error): void } = { resolve: () => undefined, reject: () => undefined };
  const code = new Promise<string>((resolve, reject) => { settle = { resolve, reject }; });
  // The answer may come before anybody waits for it.
  code.catch(() => undefined);
  const server = createServer((request, response) => {
    const answer = readAnswer(request, issuer, state);
    if (answer === undefined) return reply(response, 404, 'Nothing is here.');
    if ('code' in answer) settle.resolve(answer.code);
    else settle.reject(new SignInRefused(answer.error));
    return 'code' in answer ? reply(response, 200, 'You are signed in; go back to the terminal.') : reply(response, 400, 'The sign-in was refused; the terminal says why.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { code, redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`, close: () => shut(server) };
}

/**
 * What the provider's redirect carries; undefined for a request that is none of ours. The state shows that it answers our question
 * (RFC 6749, section 10.12), `iss` that it comes from the issuer that we asked (RFC 9207).
 */
function readAnswer(request: IncomingMessage, issuer: string, state: string): { readonly code: string } | { readonly error: string } | undefined {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method !== 'GET' || pathname !== PATH || !isEqual(searchParams.get('state') ?? '', state)) return undefined;
  const from = searchParams.get('iss');
  if (from !== null && from !== issuer) return undefined;
  const code = searchParams.get('code');
  if (code !== null) return { code };
  return { error: /^[a-z_]{1,40}$/.exec(searchParams.get('error') ?? '')?.[0] ?? 'unexpected_page' };
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left, right);
}

function reply(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', connection: 'close',
  }).end(`${PAGE}${sentence}</p>`);
}

function shut(server: Server): void {
  server.close();
  server.closeIdleConnections();
}

function ended(signal: AbortSignal, withinMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const late = setTimeout(() => reject(new Unavailable('Nobody signed in in time; type "yagura login" again.', { slug: 'login.late' })), withinMs);
    late.unref();
    const stop = (): void => reject(new Unavailable('The sign-in was stopped.', { slug: 'login.stopped' }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
