import type { Clock } from '@yagura/kernel';
import { SignInRefused } from '../../sign-in/sign-in.errors';
import { clientCredentials } from '../../sign-in/token-request';
import { issuerOf, type Realm } from '../realm';
import { KeycloakAway, KeycloakRefusesUs } from './keycloak.errors';

/** A service account of ours at the Admin API of one realm. */
export interface Administrator {
  /** Where this process reaches Keycloak, without a trailing slash. */
  readonly url: string;
  readonly realm: Realm;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Held {
  readonly token: string;
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

/** No request is started with a token that could end under way. */
const MARGIN_MS = 15_000;

/**
 * The token of one administrator: asked for once for all callers, renewed at half of its life, and used on to near its end while no
 * new one can be had. Lives are counted on the monotonic clock, so a stepped wall clock changes nothing.
 */
export class AdminToken {
  private held: Held | null = null;
  private pending: Promise<Held> | null = null;

  constructor(private readonly administrator: Administrator, private readonly clock: Clock) {}

  async get(): Promise<string> {
    const { held } = this;
    if (held !== null && this.clock.monotonicMs() < held.renewAtMs) return held.token;
    this.pending ??= this.request().finally(() => { this.pending = null; });
    try {
      return (await this.pending).token;
    } catch (error) {
      if (held !== null && this.clock.monotonicMs() < held.endsAtMs - MARGIN_MS) return held.token;
      throw error;
    }
  }

  /** Forgets a token that the server no longer takes, unless another caller has already replaced it. */
  drop(token: string): void {
    if (this.held?.token === token) this.held = null;
  }

  private async request(): Promise<Held> {
    const { url, realm, clientId, clientSecret } = this.administrator;
    const askedAtMs = this.clock.monotonicMs();
    const { accessToken, expiresInSec } = await clientCredentials({ issuer: issuerOf(url, realm), clientId, clientSecret }).catch((error: unknown) => {
      throw isRefusal(error) ? new KeycloakRefusesUs(clientId, error) : new KeycloakAway(error);
    });
    this.held = { token: accessToken, renewAtMs: askedAtMs + expiresInSec * 500, endsAtMs: askedAtMs + expiresInSec * 1000 };
    return this.held;
  }
}

/** RFC 6749, section 5.2: what Keycloak says of a wrong secret, an unknown client, and one that may not sign in as itself. */
const isRefusal = (error: unknown): error is SignInRefused => error instanceof SignInRefused && ['invalid_client', 'unauthorized_client'].includes(error.reason);
