import { createHash, verify, type KeyObject } from 'node:crypto';
import { systemClock, type Clock } from '@yagura/kernel';
import { isPartnerKey, parsePartnerKey, type PartnerKey } from './api-key';
import { ExpiringCache } from './expiring-cache';
import { KeySet } from './key-set';
import { organizationOf, takeApart, type UnverifiedToken } from './token-shape';
import { TokenRefused } from './token.errors';

/** One issuer that is trusted: compared with the claim character by character; keys come from `keysUrl` and from nowhere else. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly keysUrl: string;
  /** Whether tokens that this issuer gave to this client are for us (claim `azp`); by default every client of the issuer is ours. */
  readonly isClient?: (clientId: string) => boolean;
}

/** Another verifier that has to agree before a token is accepted; it is asked last, about tokens that passed every check of ours. */
export interface SecondOpinion {
  agrees(token: string, by: { readonly issuer: string; readonly key: KeyObject }): Promise<boolean>;
}

export interface VerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** The one audience that a token must name. */
  readonly audience: string;
  /** Longest accepted life of a token in seconds; ours live 300. */
  readonly maxAgeSec?: number;
  /** True where an assertion decides next: partner keys are then read too. Their secret is not checked here, see `VerifiedToken.partnerKey`. */
  readonly partnerKeys?: boolean;
  readonly secondOpinion?: SecondOpinion;
  readonly clock?: Clock;
}

/** Issuer of what `verify` says about a partner key; no token can name it, since no trusted issuer is called so. */
export const PARTNER_KEY_ISSUER = 'urn:yagura:partner-key';

/** What a valid access token says. It identifies; it grants nothing (see `grant-assertion.ts`). Times are Unix seconds. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** The one organization of a customer's token, by id; null for staff, and when none or several are named. */
  readonly organizationId: string | null;
  readonly clientId: string | null;
  readonly username: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /**
   * Set for a partner key, which is well formed and no more: only `tenants` can tell whether it is one of ours, and says so in an
   * assertion for `subject`, the SHA-256 of the whole key. Whoever acts without an assertion has to check the secret first.
   */
  readonly partnerKey?: PartnerKey;
}

const SKEW_SEC = 30;
const CACHED_TOKENS = 5_000;
/** How often keys are looked after; a set asks its issuer far less often than that. */
const KEEP_KEYS_MS = 2_000;
/** None of these may steer us: `crit` names extensions we do not know, the others bring the sender's own keys (RFC 8725, section 3.10). */
const STEERING_HEADERS = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc'] as const;

/**
 * Decides whether a bearer token is one of ours: the one verifier of every edge, HTTP, GraphQL and streams alike. All checks of
 * words and times run before a key is asked for, so no stranger's text causes a fetch. Signatures are checked by node:crypto
 * rather than jose: jose is an ES module, which Jest's CommonJS sandbox cannot load, and this code must be tested where it runs.
 * Throws TokenRefused, or Unavailable when no keys could be had. A token that passed is remembered by its hash until it expires.
 */
export class TokenVerifier {
  private readonly issuers: ReadonlyMap<string, { readonly keys: KeySet; readonly isClient: (clientId: string) => boolean }>;
  private readonly clock: Clock;
  private readonly maxAgeSec: number;
  private readonly passed = new ExpiringCache<VerifiedToken>(CACHED_TOKENS);

  constructor(private readonly options: VerifierOptions) {
    this.clock = options.clock ?? systemClock;
    this.maxAgeSec = options.maxAgeSec ?? 900;
    this.issuers = new Map(options.issuers.map(({ issuer, keysUrl, isClient = () => true }) => [issuer, { keys: new KeySet(keysUrl, this.clock), isClient }]));
  }

  /**
   * Has the keys of every issuer before the first token comes, and keeps them fresh: people who are signed in go on when the provider goes away, at
   * every process, also at one that nobody has asked for anything yet. Answers what ends it.
   */
  keepKeys(): () => void {
    const look = (): void => { for (const { keys } of this.issuers.values()) void keys.keep(); };
    look();
    const timer = setInterval(look, KEEP_KEYS_MS).unref();
    return () => { clearInterval(timer); };
  }

  async verify(token: string): Promise<VerifiedToken> {
    if (this.options.partnerKeys === true && isPartnerKey(token)) return ofPartnerKey(token);
    const nowMs = this.clock.now().getTime();
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.passed.get(hash, nowMs);
    if (known !== undefined) return known;

    const parts = takeApart(token);
    const verified = this.readClaims(parts, nowMs / 1000);
    const key = await this.checkSignature(parts, verified.issuer);
    if ((await this.options.secondOpinion?.agrees(token, { issuer: verified.issuer, key })) === false) throw new TokenRefused('opinion');
    this.passed.set(hash, verified, verified.expiresAt * 1000);
    return verified;
  }

  private readClaims({ header, claims }: UnverifiedToken, nowSec: number): VerifiedToken {
    if (header.alg !== 'RS256') throw new TokenRefused('algorithm');
    if (STEERING_HEADERS.some((name) => Object.hasOwn(header, name))) throw new TokenRefused('header');
    if (header.typ !== undefined && header.typ !== 'JWT' && header.typ !== 'at+jwt') throw new TokenRefused('header');
    const issuer = typeof claims.iss === 'string' ? this.issuers.get(claims.iss) : undefined;
    if (typeof claims.iss !== 'string' || issuer === undefined) throw new TokenRefused('issuer');
    if (!namesOnly(claims.aud, this.options.audience)) throw new TokenRefused('audience');
    if (claims.typ !== 'Bearer') throw new TokenRefused('type');
    // A sender-constrained token without its proof is a stolen one (RFC 9449, section 7.1); we issue none and take none.
    if (claims.cnf !== undefined) throw new TokenRefused('bound');
    if (typeof claims.sub !== 'string' || claims.sub === '' || claims.sub.length > 255) throw new TokenRefused('subject');
    // A realm may serve programs of others as well; their tokens are not for us, whatever audience they were given.
    if (typeof claims.azp !== 'string' || !issuer.isClient(claims.azp)) throw new TokenRefused('client');
    return {
      issuer: claims.iss,
      subject: claims.sub,
      organizationId: organizationOf(claims),
      clientId: claims.azp,
      username: textOrNull(claims.preferred_username),
      ...this.readTimes(claims, nowSec),
    };
  }

  private readTimes(claims: UnverifiedToken['claims'], nowSec: number): { issuedAt: number; expiresAt: number } {
    const { exp, iat, nbf } = claims;
    if (!isSeconds(exp) || !isSeconds(iat) || (nbf !== undefined && !isSeconds(nbf))) throw new TokenRefused('time');
    const isEarly = iat > nowSec + SKEW_SEC || (nbf !== undefined && nbf > nowSec + SKEW_SEC);
    const isLate = exp + SKEW_SEC <= nowSec || iat + this.maxAgeSec + SKEW_SEC <= nowSec;
    const isOdd = exp <= iat || exp - iat > this.maxAgeSec;
    if (isEarly || isLate || isOdd) throw new TokenRefused('time');
    return { issuedAt: iat, expiresAt: exp };
  }

  private async checkSignature({ header, signedBytes, signature }: UnverifiedToken, issuer: string): Promise<KeyObject> {
    const key = await this.issuers.get(issuer)?.keys.find(header.kid);
    if (key === undefined) throw new TokenRefused('key');
    if (!verify('RSA-SHA256', signedBytes, key, signature)) throw new TokenRefused('signature');
    return key;
  }
}

/** Shape and checksum come first, so a mistyped key costs nothing. */
function ofPartnerKey(token: string): VerifiedToken {
  const partnerKey = parsePartnerKey(token);
  return {
    issuer: PARTNER_KEY_ISSUER, subject: createHash('sha256').update(token).digest('base64url'), organizationId: null, clientId: partnerKey.publicId,
    username: null, issuedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER, partnerKey,
  };
}

/** Exactly our audience: a token that also names another service could be replayed by that service. */
function namesOnly(claim: unknown, audience: string): boolean {
  return claim === audience || (Array.isArray(claim) && claim.length === 1 && claim[0] === audience);
}

const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
