import { z } from 'zod';
import { reach } from './reach';
import { SignInRefused, SignInUnavailable } from './sign-in.errors';

const answer = z.object({
  access_token: z.string(), refresh_token: z.string().optional(), id_token: z.string().optional(), expires_in: z.number(), scope: z.string().optional(),
});
const refusal = z.object({ error: z.string() });

/** Tokens of one sign-in; `expiresInSec` counts from the answer. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly expiresInSec: number;
  readonly scope?: string;
}

/** Renews a token set (RFC 6749, section 6). The refresh token is used up: keep the new one. Throws SignInRefused. */
export function refreshTokens(facts: { issuer: string; clientId: string; refreshToken: string }): Promise<TokenSet> {
  return requestTokens(facts.issuer, { grant_type: 'refresh_token', client_id: facts.clientId, refresh_token: facts.refreshToken });
}

/** A token of a service client for itself (RFC 6749, section 4.4). Throws SignInRefused. */
export function clientCredentials(facts: { issuer: string; clientId: string; clientSecret: string }): Promise<TokenSet> {
  const pair = `${encodeURIComponent(facts.clientId)}:${encodeURIComponent(facts.clientSecret)}`;
  return requestTokens(facts.issuer, { grant_type: 'client_credentials' }, { authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
}

/** One request to the token endpoint of an issuer; throws SignInRefused with the error word of RFC 6749, section 5.2, or SignInUnavailable. */
export async function requestTokens(issuer: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<TokenSet> {
  const { status, text } = await reach(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST', body: new URLSearchParams(form), headers: { accept: 'application/json', ...headers }, redirect: 'error',
  });
  const body = parsed(text);
  if (status !== 200) throw new SignInRefused(refusal.safeParse(body).data?.error ?? `status_${status}`);
  const tokens = answer.parse(body);
  return {
    accessToken: tokens.access_token, refreshToken: tokens.refresh_token, idToken: tokens.id_token, expiresInSec: tokens.expires_in, scope: tokens.scope,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SignInUnavailable(cause);
  }
}
