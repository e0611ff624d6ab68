import type { TenantRead, TenantTx } from '@yagura/db';
import type { SecretFacts } from './secret';

export interface SealedSecret { readonly secretId: string; readonly sealed: string }
export interface WrappedKey { readonly version: number; readonly wrapped: string }

interface SecretRow extends Record<string, unknown> { readonly id: string; readonly endpoint_id: string; readonly created_at: Date; readonly expires_at: Date | null }

/** Secrets of endpoints that still sign, the newest first. */
export async function liveSecrets(read: TenantRead, endpointIds: readonly string[]): Promise<SecretFacts[]> {
  const rows = await read.sql<SecretRow>(
    `select id, endpoint_id, created_at, expires_at from integrations.secret
     where tenant_id = any ($1::uuid[]) and endpoint_id = any ($2::uuid[]) and (expires_at is null or expires_at > guard.now()) order by expires_at desc nulls first, id desc`,
    [read.readScope, endpointIds]);
  return rows.map((row) => ({ secretId: row.id, endpointId: row.endpoint_id, createdAt: row.created_at, expiresAt: row.expires_at }));
}

/** The sealed texts of an endpoint's secrets that sign now, the newest first. */
export async function signingSecrets(tx: TenantTx, endpointId: string): Promise<SealedSecret[]> {
  const rows = await tx.sql<{ id: string; sealed: string }>(
    'select id, sealed from integrations.secret where tenant_id = $1 and endpoint_id = $2 and (expires_at is null or expires_at > $3) order by expires_at desc nulls first, id desc',
    [tx.tenantId, endpointId, tx.now]);
  return rows.map(({ id, sealed }) => ({ secretId: id, sealed }));
}

export async function addSecret(tx: TenantTx, endpointId: string, { secretId, sealed }: SealedSecret): Promise<void> {
  await tx.execute('insert into integrations.secret (tenant_id, id, endpoint_id, sealed, created_at) values ($1, $2, $3, $4, $5)', [tx.tenantId, secretId, endpointId, sealed, tx.now]);
}

/** Gives the newest secret an end and forgets those that already had one: two sign at most. */
export async function retireSecrets(tx: TenantTx, endpointId: string, expiresAt: Date): Promise<void> {
  await tx.execute('delete from integrations.secret where tenant_id = $1 and endpoint_id = $2 and expires_at is not null', [tx.tenantId, endpointId]);
  await tx.execute('update integrations.secret set expires_at = $3 where tenant_id = $1 and endpoint_id = $2', [tx.tenantId, endpointId, expiresAt]);
}

export async function deleteSecrets(tx: TenantTx, endpointId: string): Promise<void> {
  await tx.execute('delete from integrations.secret where tenant_id = $1 and endpoint_id = $2', [tx.tenantId, endpointId]);
}

/** The written tenant's newest data key, wrapped. */
export async function currentKey(tx: TenantTx): Promise<WrappedKey | undefined> {
  const [row] = await tx.sql<{ version: number; wrapped: string }>('select version, wrapped from guard.current_data_key()');
  return row;
}

/** A data key of the written tenant by its version, wrapped; none after the tenant's keys were destroyed. */
export async function keyOfVersion(tx: TenantTx, version: number): Promise<WrappedKey | undefined> {
  const [row] = await tx.sql<{ version: number; wrapped: string }>('select version, wrapped from guard.readable_data_keys() where tenant_id = $1 and version = $2', [tx.tenantId, version]);
  return row;
}
