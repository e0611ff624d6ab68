import { PARTNER_PERMISSIONS, type PartnerPermission } from '@yagura/kernel';
import { z } from 'zod';
import { instant } from '../event-type';
import { operation, type Page } from '../service-api';
import { lineOf, pageInput } from './page';

/** A partner key without its secret, which nobody keeps. */
export interface PartnerKeyView {
  readonly keyId: string; readonly publicId: string; readonly label: string; readonly networks: readonly string[];
  readonly createdAt: string; readonly expiresAt: string; readonly revokedAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
}

/** What a partner client may do in one tenant. */
export interface PartnerGrantView {
  readonly partnerClientId: string; readonly partnerName: string; readonly tenantId: string; readonly permissions: readonly PartnerPermission[]; readonly active: boolean; readonly changedAt: string;
}

/** A partner's program, with the grants that the caller may see. */
export interface PartnerClientView {
  readonly partnerClientId: string; readonly name: string; readonly description: string; readonly state: 'active' | 'disabled';
  /** `client_id` at the identity provider, for client credentials. */
  readonly signInId: string; readonly secretMadeAt: string | null; readonly createdAt: string; readonly disabledAt: string | null;
  readonly keys: readonly PartnerKeyView[]; readonly grants: readonly PartnerGrantView[];
}

/** `key` is the secret: shown in this one answer, kept by nobody of us, and so never part of an idempotency record or a log. */
export interface IssuedPartnerKey { readonly client: PartnerClientView; readonly keyId: string; readonly key: string }

/** `clientSecret` is shown in this one answer; a token is had for it at `tokenUrl`. */
export interface IssuedPartnerSecret { readonly client: PartnerClientView; readonly clientId: string; readonly clientSecret: string; readonly tokenUrl: string }

/** What a partner client sees of itself. */
export interface PartnerSelfView {
  readonly partnerClientId: string; readonly name: string;
  readonly tenants: readonly { readonly tenantId: string; readonly slug: string; readonly code: string; readonly name: string; readonly permissions: readonly PartnerPermission[] }[];
  readonly keys: readonly PartnerKeyView[];
}

/** An address range such as 192.0.2.0/24 or 2001:db8::/32. */
const network = z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a network such as 192.0.2.0/24' });
const ofClient = z.strictObject({ partnerClientId: z.uuid() });

export const partnerApi = {
  createPartnerClient: operation<PartnerClientView>()('tenants', 'createPartnerClient', 'partner:write',
    z.strictObject({ name: lineOf(100), description: lineOf(500).optional() })),
  partnerClient: operation<PartnerClientView>()('tenants', 'partnerClient', 'partner:read', ofClient),
  partnerClients: operation<Page<PartnerClientView>>()('tenants', 'partnerClients', 'partner:read', z.strictObject(pageInput)),
  /** Ends the client with its keys, its secret and all its grants; it cannot be taken back. A repeat finishes what was broken off. */
  disablePartnerClient: operation<PartnerClientView>()('tenants', 'disablePartnerClient', 'partner:write', ofClient),
  createPartnerKey: operation<IssuedPartnerKey>()('tenants', 'createPartnerKey', 'partner:write', z.strictObject({
    partnerClientId: z.uuid(), label: lineOf(100), networks: z.array(network).max(20).default([]), expiresAt: instant.optional(),
  })),
  revokePartnerKey: operation<PartnerClientView>()('tenants', 'revokePartnerKey', 'partner:write', z.strictObject({ keyId: z.uuid() })),
  /** Makes the client's secret at the identity provider, or another in its place; tokens had for the old one are refused from then on. */
  createPartnerSecret: operation<IssuedPartnerSecret>()('tenants', 'createPartnerSecret', 'partner:write', ofClient),
  revokePartnerSecret: operation<PartnerClientView>()('tenants', 'revokePartnerSecret', 'partner:write', ofClient),
  /** Sets what the client may do in one tenant, in place of what it might before. */
  grantPartnerAccess: operation<PartnerGrantView>()('tenants', 'grantPartnerAccess', 'grant:write', z.strictObject({
    tenantId: z.uuid(), partnerClientId: z.uuid(), permissions: z.array(z.enum(PARTNER_PERMISSIONS)).min(1).max(PARTNER_PERMISSIONS.length),
  })),
  withdrawPartnerAccess: operation<PartnerGrantView>()('tenants', 'withdrawPartnerAccess', 'grant:write', z.strictObject({ tenantId: z.uuid(), partnerClientId: z.uuid() })),
} as const;

export const partnerSelfApi = {
  /** Whose credential this is; asked with the credential itself, so a client without any grant gets an answer too. */
  partnerSelf: operation<PartnerSelfView>()('tenants', 'partnerSelf', 'token', z.strictObject({ address: z.string().max(64).optional() })),
} as const;
