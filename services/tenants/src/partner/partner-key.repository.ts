import type { TenantRead, TenantTx } from '@yagura/db';
import type { PartnerKeyRow } from './partner';

interface KeyRow extends Record<string, unknown> {
  readonly id: string; readonly partner_client_id: string; readonly public_id: string; readonly secret_hash: string; readonly label: string;
  readonly networks: readonly string[]; readonly created_at: Date; readonly expires_at: Date; readonly revoked_at: Date | null; readonly last_used_at: Date | null;
}
const keyOf = (row: KeyRow): PartnerKeyRow => ({
  keyId: row.id, partnerClientId: row.partner_client_id, publicId: row.public_id, secretHash: row.secret_hash, label: row.label, networks: row.networks,
  createdAt: row.created_at, expiresAt: row.expires_at, revokedAt: row.revoked_at, lastUsedAt: row.last_used_at,
});

/** A key that a credential named, with what decides whether it counts now. */
export interface NamedKey extends PartnerKeyRow {
  readonly clientName: string;
  /** Neither key nor client was ended, and the key's end lies ahead. */
  readonly isLive: boolean;
  /** Its last use was noted within the last minute. */
  readonly isNoted: boolean;
}

export async function addKey(tx: TenantTx, key: Omit<PartnerKeyRow, 'createdAt' | 'revokedAt' | 'lastUsedAt'>): Promise<void> {
  await tx.execute(
    `insert into tenants.partner_key (tenant_id, id, partner_client_id, public_id, secret_hash, label, networks, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tx.tenantId, key.keyId, key.partnerClientId, key.publicId, key.secretHash, key.label, key.networks, tx.now, key.expiresAt]);
}

export async function findKey(tx: TenantRead, keyId: string): Promise<PartnerKeyRow | undefined> {
  return (await tx.sql<KeyRow>('select * from tenants.partner_key where tenant_id = any ($1::uuid[]) and id = $2', [tx.readScope, keyId])).map(keyOf)[0];
}

export async function keysOf(tx: TenantRead, partnerClientIds: readonly string[]): Promise<PartnerKeyRow[]> {
  const rows = await tx.sql<KeyRow>(
    'select * from tenants.partner_key where tenant_id = any ($1::uuid[]) and partner_client_id = any ($2::uuid[]) order by created_at, id', [tx.readScope, partnerClientIds]);
  return rows.map(keyOf);
}

/** The key of a public id, with its client, as they are at this moment. */
export async function namedKey(tx: TenantRead, publicId: string): Promise<NamedKey | undefined> {
  const rows = await tx.sql<KeyRow & { client_name: string; is_live: boolean; is_noted: boolean }>(
    `select k.*, c.name as client_name, k.revoked_at is null and k.expires_at > guard.now() and c.state = 'active' as is_live,
       coalesce(k.last_used_at > guard.now() - interval '1 minute', false) as is_noted
     from tenants.partner_key k join tenants.partner_client c on c.tenant_id = $1 and c.id = k.partner_client_id
     where k.tenant_id = $1 and k.public_id = $2`, [tx.tenantId, publicId]);
  return rows.map((row) => ({ ...keyOf(row), clientName: row.client_name, isLive: row.is_live, isNoted: row.is_noted }))[0];
}

/** True when this call revoked it. */
export async function saveRevoked(tx: TenantTx, keyId: string): Promise<boolean> {
  return (await tx.execute('update tenants.partner_key set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null', [tx.tenantId, keyId, tx.now])) === 1;
}

export async function noteUse(tx: TenantTx, keyId: string): Promise<void> {
  await tx.execute('update tenants.partner_key set last_used_at = greatest(last_used_at, $3) where tenant_id = $1 and id = $2', [tx.tenantId, keyId, tx.now]);
}
