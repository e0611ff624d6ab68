import { issuerOf, refreshTokens, signInWithPassword, type TokenSet } from '@yagura/auth';
import type { TokenSource } from '../api/gateway-client';
import { LOGIN_CLIENT } from '../login/loopback';
import type { DemoPerson } from './people-file';

const UNVISITED = 'http://127.0.0.1/callback';
/** A token is renewed this long before its end. */
const EARLY_MS = 30_000;

/** Tokens of a person of the demo: signed in once through the provider's pages, then renewed. */
export function personToken(identityUrl: string, person: DemoPerson): TokenSource {
  const issuer = issuerOf(identityUrl, person.realm);
  let kept: { readonly tokens: TokenSet; readonly until: number } | undefined;
  return async () => {
    if (kept !== undefined && kept.until > performance.now()) return kept.tokens.accessToken;
    const refreshToken = kept?.tokens.refreshToken;
    const tokens = refreshToken === undefined
      ? await signInWithPassword({ issuer, clientId: LOGIN_CLIENT, username: person.username, password: person.password, redirectUri: UNVISITED })
      : await refreshTokens({ issuer, clientId: LOGIN_CLIENT, refreshToken });
    kept = { tokens, until: performance.now() + tokens.expiresInSec * 1_000 - EARLY_MS };
    return tokens.accessToken;
  };
}

/** Replaces the one-time password of an invitation by a lasting one, as its reader would at the first sign-in. */
export async function acceptInvitation(identityUrl: string, person: DemoPerson, oneTimePassword: string): Promise<void> {
  await signInWithPassword({
    issuer: issuerOf(identityUrl, person.realm), clientId: LOGIN_CLIENT, username: person.username, password: oneTimePassword, newPassword: person.password, redirectUri: UNVISITED,
  });
}
