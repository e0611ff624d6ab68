import { issuerOf, refreshTokens, signInWithPassword, type Realm, type TokenSet } from '@yagura/auth';
import type { ApiActor } from './api-caller';
import { SIGN_IN_CLIENT, UNVISITED, type Person, type SignInPlace } from './person';

/** One browser of a person: a sign-in of its own, with tokens that it renews when it is told to. */
export class Browser implements ApiActor {
  private constructor(readonly name: string, private readonly issuer: string, private tokens: TokenSet) {}

  static async open(name: string, { identityUrl }: SignInPlace, realm: Realm, { signIn }: Person): Promise<Browser> {
    const issuer = issuerOf(identityUrl, realm);
    return new Browser(name, issuer, await signInWithPassword({ ...signIn, issuer, clientId: SIGN_IN_CLIENT, redirectUri: UNVISITED }));
  }

  authorization(): Promise<string> {
    return Promise.resolve(`Bearer ${this.tokens.accessToken}`);
  }

  /** Silently, as the portal does: by its refresh token. */
  async renew(): Promise<void> {
    this.tokens = await refreshTokens({ issuer: this.issuer, clientId: SIGN_IN_CLIENT, refreshToken: this.tokens.refreshToken ?? '' });
  }
}
