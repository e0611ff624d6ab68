import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { SiteFacts } from '../site-facts';
import { tellSignOut } from './tell-sign-out';

/** Why a session is over. `signed_out` was wished; the others ask the person to sign in again. */
export type SessionEnd = 'signed_out' | 'expired' | 'withdrawn';

interface ReturnState { readonly at: string }

/** Where the identity provider sends the browser back to. */
export const CALLBACK = '/callback';
export const SIGNED_OUT = '/signed-out';
/** Tells the other tabs of this browser that the person has left. */
const CHANNEL = 'yagura-session';
/** Renewed at half of the 300 seconds that an access token lives. */
const RENEW_BEFORE_SEC = 150;

/** The signed-in person's tokens, in memory only: a reload asks the identity provider again, which answers without a page while its own session holds. */
export class Session {
  private readonly listeners = new Set<(end: SessionEnd) => void>();
  private readonly channel = new BroadcastChannel(CHANNEL);
  private ended: SessionEnd | undefined;

  private constructor(private readonly manager: UserManager, private user: User) {
    manager.events.addUserLoaded((renewed) => { this.user = renewed; });
    manager.events.addSilentRenewError(() => undefined);
    manager.events.addAccessTokenExpired(() => this.end('expired'));
    this.channel.onmessage = () => this.end('signed_out');
  }

  /**
   * The session of this page, or undefined while the browser is on its way to the identity provider. Back from there, the address that the
   * person wanted is restored. Throws what the provider refused.
   */
  static async begin(facts: SiteFacts): Promise<Session | undefined> {
    const manager = managerOf(facts);
    if (location.pathname !== CALLBACK) {
      const state: ReturnState = { at: location.pathname === SIGNED_OUT ? '/' : `${location.pathname}${location.search}` };
      await manager.signinRedirect({ state });
      return undefined;
    }
    const user = await manager.signinCallback();
    if (user === undefined) throw new Error('The sign-in came back without a person.');
    const state = user.state as ReturnState | undefined;
    // Only a path of this origin: whatever else the state might say leads home.
    const at = state?.at.startsWith('/') === true && !state.at.startsWith('//') ? state.at : '/';
    history.replaceState(null, '', at);
    return new Session(manager, user);
  }

  get token(): string { return this.user.access_token; }

  /** Names the person for what is kept in this browser; the identity provider's id. */
  get personId(): string { return this.user.profile.sub; }

  get name(): string { return this.user.profile.name ?? ''; }

  get isEnding(): boolean { return this.user.expires_in !== undefined && this.user.expires_in < 5; }

  /** A new access token; false when the identity provider gives none any more. */
  async renew(): Promise<boolean> {
    try {
      return await this.manager.signinSilent() !== null;
    } catch {
      return false;
    }
  }

  /** Hears once, when the session is over. */
  onEnd(heard: (end: SessionEnd) => void): () => void {
    if (this.ended !== undefined) heard(this.ended);
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  /** Ends what this page may do; the tokens are forgotten at once. */
  end(why: SessionEnd): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    void this.manager.removeUser();
    for (const heard of this.listeners) heard(why);
  }

  /**
   * Signs out here, in the other tabs, at the API and at the identity provider. The page ends first: what it still asked would renew the tokens. `document`
   * is the entry's own mutation by which the API hears that the person leaves.
   */
  async signOut(document: object): Promise<void> {
    const { access_token: token } = this.user;
    this.end('signed_out');
    sessionStorage.clear();
    this.channel.postMessage('signed_out');
    await tellSignOut(token, document);
    await this.manager.signoutRedirect({ id_token_hint: this.user.id_token });
  }
}

function managerOf({ issuer, clientId }: SiteFacts): UserManager {
  return new UserManager({
    authority: issuer, client_id: clientId, redirect_uri: `${location.origin}${CALLBACK}`, post_logout_redirect_uri: `${location.origin}${SIGNED_OUT}`,
    response_type: 'code', scope: 'openid profile email organization', ui_locales: navigator.language,
    automaticSilentRenew: true, accessTokenExpiringNotificationTimeInSeconds: RENEW_BEFORE_SEC, monitorSession: false, loadUserInfo: false,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // The way to the provider and back needs its verifier and state; both are of one use, and no token is among them.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}
