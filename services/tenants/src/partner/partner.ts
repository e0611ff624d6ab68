import { BlockList, isIP } from 'node:net';
import { hashSecret, type KeyEnvironment } from '@yagura/auth';
import { PARTNER_PERMISSIONS, type PartnerPermission } from '@yagura/kernel';

/** A partner's program. It belongs to the provider's tenant and has no right by itself. */
export interface PartnerClient {
  readonly tenantId: string;
  readonly partnerClientId: string;
  readonly name: string;
  readonly description: string;
  readonly state: 'active' | 'disabled';
  /** `client_id` at the identity provider. */
  readonly signInId: string;
  readonly secretMadeAt: Date | null;
  /** Access tokens from before this instant are refused; null when it never had a secret. */
  readonly tokensFrom: Date | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** One key of a partner client; the secret itself is kept nowhere. */
export interface PartnerKeyRow {
  readonly keyId: string;
  readonly partnerClientId: string;
  readonly publicId: string;
  /** Keyed hash in hexadecimal. */
  readonly secretHash: string;
  readonly label: string;
  /** In CIDR notation; none means any. */
  readonly networks: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** What a partner client may do in one tenant: a row of that tenant. */
export interface PartnerGrant {
  readonly tenantId: string;
  readonly partnerClientId: string;
  readonly partnerName: string;
  readonly permissions: readonly PartnerPermission[];
  readonly active: boolean;
  readonly changedAt: Date;
}

/** The old one and the new one, while a program changes over. */
export const MAX_LIVE_KEYS = 2;

const DAY_MS = 86_400_000;
/** A key without a named end lives a year; none lives longer than two, so that a forgotten one ends by itself. */
export const USUAL_LIFE_MS = 365 * DAY_MS;
export const LONGEST_LIFE_MS = 2 * USUAL_LIFE_MS;

export const isLive = ({ revokedAt, expiresAt }: Pick<PartnerKeyRow, 'revokedAt' | 'expiresAt'>, now: Date): boolean => revokedAt === null && expiresAt > now;

/** The stored hash of a key's secret. The prefix keeps it apart from hashes of source secrets under the same pepper. */
export const partnerKeyHash = (secret: string, pepper: Buffer): Buffer => hashSecret(`partner.${secret}`, pepper);

/** An installation whose people sign in without TLS is somebody's own machine: what it issues opens nothing anywhere else. */
export const environmentOf = (issuer: string): KeyEnvironment => (issuer.startsWith('https://') ? 'live' : 'test');

/** True for an address within one of the networks; an IPv4 address also in its IPv6 spelling. No networks means any address, an unknown address none. */
export function isWithin(address: string | undefined, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const family = isIP(address ?? '');
  if (address === undefined || family === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [base, prefix] = network.split('/');
    allowed.addSubnet(base, Number(prefix), isIP(base) === 6 ? 'ipv6' : 'ipv4');
  }
  return allowed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

export const isPartnerPermission = (text: string): text is PartnerPermission => (PARTNER_PERMISSIONS as readonly string[]).includes(text);

/** First instant for which no token can have been had with what came before: a token's time is in whole seconds. */
export const nextSecond = (nowMs: number): Date => new Date((Math.floor(nowMs / 1_000) + 1) * 1_000);
