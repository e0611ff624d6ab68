import type { PartnerClientView, PartnerGrantView, PartnerKeyView, PartnerSelfView } from '@yagura/contracts';
import type { PartnerGrant, PartnerKeyRow } from './partner';
import type { PartnerSelf } from './partner-access.service';
import type { WholePartner } from './partner-client.service';

/** Without the hash: nobody outside has a use for it. */
export const toKeyView = ({ keyId, publicId, label, networks, createdAt, expiresAt, revokedAt, lastUsedAt }: PartnerKeyRow): PartnerKeyView => ({
  keyId, publicId, label, networks, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt === null ? null : `${lastUsedAt.toISOString().slice(0, 16)}:00.000Z`,
});

export const toGrantView = ({ changedAt, ...grant }: PartnerGrant): PartnerGrantView => ({ ...grant, changedAt: changedAt.toISOString() });

export const toPartnerView = ({ partnerClientId, name, description, state, signInId, secretMadeAt, createdAt, disabledAt, keys, grants }: WholePartner): PartnerClientView => ({
  partnerClientId, name, description, state, signInId, secretMadeAt: secretMadeAt?.toISOString() ?? null, createdAt: createdAt.toISOString(),
  disabledAt: disabledAt?.toISOString() ?? null, keys: keys.map(toKeyView), grants: grants.map(toGrantView),
});

export const toSelfView = ({ partnerClientId, name, tenants, keys }: PartnerSelf): PartnerSelfView => ({
  partnerClientId, name, keys: keys.map(toKeyView),
  tenants: tenants.map(({ tenantId, slug, code, name: tenantName, permissions }) => ({ tenantId, slug, code, name: tenantName, permissions })),
});
