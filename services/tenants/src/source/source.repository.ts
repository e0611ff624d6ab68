import type { TenantRead, TenantTx } from '@yagura/db';
import type { Credential, CredentialState, Source } from './source';

interface SourceRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly source_number: number; readonly name: string; readonly kind: string; readonly parser: string | null;
  readonly time_zone: string; readonly is_critical: boolean; readonly is_enabled: boolean; readonly created_at: Date;
}
const sourceOf = (row: SourceRow): Source => ({
  tenantId: row.tenant_id, sourceId: row.id, sourceNumber: row.source_number, name: row.name, kind: row.kind, parser: row.parser, timeZone: row.time_zone,
  critical: row.is_critical, enabled: row.is_enabled, createdAt: row.created_at,
});

interface CredentialRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly source_id: string; readonly public_id: string; readonly secret_hash: string;
  readonly state: CredentialState; readonly issued_at: Date; readonly confirmed_at: Date | null; readonly revoked_at: Date | null;
}
const credentialOf = (row: CredentialRow): Credential => ({
  tenantId: row.tenant_id, credentialId: row.id, sourceId: row.source_id, publicId: row.public_id, secretHash: row.secret_hash, state: row.state,
  issuedAt: row.issued_at, confirmedAt: row.confirmed_at, revokedAt: row.revoked_at,
});

/** Adds a source of the written tenant and answers it with its number; undefined when the name is taken there. */
export async function addSource(tx: TenantTx, source: Omit<Source, 'tenantId' | 'sourceNumber' | 'enabled' | 'createdAt'>): Promise<Source | undefined> {
  const rows = await tx.sql<SourceRow>(
    `insert into tenants.source (tenant_id, id, name, kind, parser, time_zone, is_critical, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, name) do nothing returning *`,
    [tx.tenantId, source.sourceId, source.name, source.kind, source.parser, source.timeZone, source.critical, tx.now]);
  return rows.map(sourceOf)[0];
}

/** A source of the read scope, whichever tenant it belongs to. */
export async function findSource(tx: TenantRead, sourceId: string): Promise<Source | undefined> {
  return (await tx.sql<SourceRow>('select * from tenants.source where tenant_id = any ($1::uuid[]) and id = $2', [tx.readScope, sourceId])).map(sourceOf)[0];
}

export async function listSources(tx: TenantRead, tenantId: string | undefined, after: string, first: number): Promise<Source[]> {
  const rows = await tx.sql<SourceRow>(
    'select * from tenants.source where tenant_id = any ($1::uuid[]) and ($2::uuid is null or tenant_id = $2) and id > $3::uuid order by id limit $4',
    [tx.readScope, tenantId ?? null, after, first + 1]);
  return rows.map(sourceOf);
}

export async function sourcesOfTenant(tx: TenantRead): Promise<Source[]> {
  return (await tx.sql<SourceRow>('select * from tenants.source where tenant_id = $1 order by id', [tx.tenantId])).map(sourceOf);
}

/** Locks a source of the written tenant, so that two commands on its credentials follow each other. */
export async function takeSource(tx: TenantTx, sourceId: string): Promise<Source | undefined> {
  return (await tx.sql<SourceRow>('select * from tenants.source where tenant_id = $1 and id = $2 for update', [tx.tenantId, sourceId])).map(sourceOf)[0];
}

export async function saveEnabled(tx: TenantTx, sourceId: string, isEnabled: boolean): Promise<void> {
  await tx.execute('update tenants.source set is_enabled = $3 where tenant_id = $1 and id = $2', [tx.tenantId, sourceId, isEnabled]);
}

export async function addCredential(tx: TenantTx, credential: Pick<Credential, 'credentialId' | 'sourceId' | 'publicId' | 'secretHash'>): Promise<void> {
  await tx.execute(
    "insert into tenants.source_credential (tenant_id, id, source_id, public_id, secret_hash, state, issued_at) values ($1, $2, $3, $4, $5, 'pending', $6)",
    [tx.tenantId, credential.credentialId, credential.sourceId, credential.publicId, credential.secretHash, tx.now]);
}

export async function findCredential(tx: TenantRead, credentialId: string): Promise<Credential | undefined> {
  return (await tx.sql<CredentialRow>('select * from tenants.source_credential where tenant_id = any ($1::uuid[]) and id = $2', [tx.readScope, credentialId])).map(credentialOf)[0];
}

export async function credentialsOf(tx: TenantRead, sourceIds: readonly string[]): Promise<Credential[]> {
  const rows = await tx.sql<CredentialRow>(
    'select * from tenants.source_credential where tenant_id = any ($1::uuid[]) and source_id = any ($2::uuid[]) order by issued_at, id', [tx.readScope, sourceIds]);
  return rows.map(credentialOf);
}

/** The doors hold it: true when that made a pending credential active. One that was revoked meanwhile stays so. */
export async function confirmCredential(tx: TenantTx, credentialId: string): Promise<boolean> {
  const changed = await tx.execute(
    "update tenants.source_credential set state = 'active', confirmed_at = $3 where tenant_id = $1 and id = $2 and state = 'pending'",
    [tx.tenantId, credentialId, tx.now]);
  return changed === 1;
}

/** True when this call revoked it; with `onlyPending` an active one is left alone. */
export async function revokeCredential(tx: TenantTx, credentialId: string, onlyPending = false): Promise<boolean> {
  const changed = await tx.execute(
    `update tenants.source_credential set state = 'revoked', revoked_at = $3
     where tenant_id = $1 and id = $2 and state <> 'revoked' and (state = 'pending' or not $4)`, [tx.tenantId, credentialId, tx.now, onlyPending]);
  return changed === 1;
}
