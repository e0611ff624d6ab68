import type { TenantRead, TenantTx } from '@yagura/db';
import type { PartnerClient } from './partner';

interface ClientRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly name: string; readonly description: string; readonly state: PartnerClient['state'];
  readonly sign_in_id: string; readonly secret_made_at: Date | null; readonly tokens_from: Date | null; readonly created_at: Date; readonly disabled_at: Date | null;
}
const clientOf = (row: ClientRow): PartnerClient => ({
  tenantId: row.tenant_id, partnerClientId: row.id, name: row.name, description: row.description, state: row.state, signInId: row.sign_in_id,
  secretMadeAt: row.secret_made_at, tokensFrom: row.tokens_from, createdAt: row.created_at, disabledAt: row.disabled_at,
});

/** Adds a client to the written tenant; undefined when its name is taken. */
export async function addPartner(tx: TenantTx, client: Pick<PartnerClient, 'partnerClientId' | 'name' | 'description' | 'signInId'>): Promise<PartnerClient | undefined> {
  const rows = await tx.sql<ClientRow>(
    `insert into tenants.partner_client (tenant_id, id, name, description, state, sign_in_id, created_at) values ($1, $2, $3, $4, 'active', $5, $6)
     on conflict (tenant_id, name) do nothing returning *`, [tx.tenantId, client.partnerClientId, client.name, client.description, client.signInId, tx.now]);
  return rows.map(clientOf)[0];
}

export async function findPartner(tx: TenantRead, partnerClientId: string): Promise<PartnerClient | undefined> {
  return (await tx.sql<ClientRow>('select * from tenants.partner_client where tenant_id = any ($1::uuid[]) and id = $2', [tx.readScope, partnerClientId])).map(clientOf)[0];
}

export async function listPartners(tx: TenantRead, after: string, first: number): Promise<PartnerClient[]> {
  const rows = await tx.sql<ClientRow>(
    'select * from tenants.partner_client where tenant_id = any ($1::uuid[]) and id > $2::uuid order by id limit $3', [tx.readScope, after, first + 1]);
  return rows.map(clientOf);
}

/** Locks a client of the written tenant, so that two commands on it follow each other. */
export async function takePartner(tx: TenantTx, partnerClientId: string): Promise<PartnerClient | undefined> {
  return (await tx.sql<ClientRow>('select * from tenants.partner_client where tenant_id = $1 and id = $2 for update', [tx.tenantId, partnerClientId])).map(clientOf)[0];
}

/** The client that a token of the identity provider names. */
export async function partnerOfSubject(tx: TenantRead, issuer: string, subject: string): Promise<PartnerClient | undefined> {
  const rows = await tx.sql<ClientRow>('select * from tenants.partner_client where tenant_id = $1 and issuer = $2 and subject = $3', [tx.tenantId, issuer, subject]);
  return rows.map(clientOf)[0];
}

export async function saveDisabled(tx: TenantTx, partnerClientId: string): Promise<void> {
  await tx.execute("update tenants.partner_client set state = 'disabled', disabled_at = $3 where tenant_id = $1 and id = $2", [tx.tenantId, partnerClientId, tx.now]);
}

/** A new secret, or none; `tokensFrom` is real time. */
export async function saveSecret(
  tx: TenantTx, partnerClientId: string, { issuer, subject, tokensFrom, isMade }: { issuer: string; subject: string; tokensFrom: Date; isMade: boolean }): Promise<void> {
  await tx.execute(
    `update tenants.partner_client set issuer = $3, subject = $4, tokens_from = $5, secret_made_at = case when $6 then $7::timestamptz end
     where tenant_id = $1 and id = $2`, [tx.tenantId, partnerClientId, issuer, subject, tokensFrom, isMade, tx.now]);
}
