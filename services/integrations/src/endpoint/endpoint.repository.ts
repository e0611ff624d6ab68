import type { WebhookEvent, WebhookListInput } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { PageEnd } from '@yagura/runtime';
import type { DisabledReason, Endpoint } from './endpoint';

interface EndpointRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly partner_client_id: string | null; readonly url: string; readonly event_types: readonly WebhookEvent[];
  readonly description: string; readonly state: Endpoint['state']; readonly disabled_reason: DisabledReason | null; readonly created_at: Date; readonly changed_at: Date;
}

const toEndpoint = (row: EndpointRow): Endpoint => ({
  tenantId: row.tenant_id, endpointId: row.id, partnerClientId: row.partner_client_id, url: row.url, eventTypes: row.event_types, description: row.description,
  state: row.state, disabledReason: row.disabled_reason, createdAt: row.created_at, changedAt: row.changed_at,
});

/** An endpoint of the read scope that the owner bound lets through. */
export async function findEndpoint(read: TenantRead, endpointId: string, owner: string | null): Promise<Endpoint | undefined> {
  const [row] = await read.sql<EndpointRow>(
    'select * from integrations.endpoint where tenant_id = any ($1::uuid[]) and id = $2 and ($3::uuid is null or partner_client_id = $3)', [read.readScope, endpointId, owner]);
  return row === undefined ? undefined : toEndpoint(row);
}

/** The written tenant's endpoint, locked until the transaction ends. */
export async function takeEndpoint(tx: TenantTx, endpointId: string, owner: string | null): Promise<Endpoint | undefined> {
  const [row] = await tx.sql<EndpointRow>(
    'select * from integrations.endpoint where tenant_id = $1 and id = $2 and ($3::uuid is null or partner_client_id = $3) for no key update', [tx.tenantId, endpointId, owner]);
  return row === undefined ? undefined : toEndpoint(row);
}

/** One row more than asked for tells whether there is a next page. */
export async function listEndpoints(read: TenantRead, { tenantId, first }: WebhookListInput, owner: string | null, behind: PageEnd | undefined): Promise<Endpoint[]> {
  const rows = await read.sql<EndpointRow>(
    `select * from integrations.endpoint
     where tenant_id = any ($1::uuid[]) and ($2::uuid is null or tenant_id = $2) and ($3::uuid is null or partner_client_id = $3)
       and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
     order by created_at desc, id desc limit $6`, [read.readScope, tenantId ?? null, owner, behind?.at ?? null, behind?.id ?? null, first + 1]);
  return rows.map(toEndpoint);
}

/** The written tenant's active endpoints that ask for a kind of news. */
export async function listeningEndpoints(tx: TenantTx, event: WebhookEvent): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>("select id from integrations.endpoint where tenant_id = $1 and state = 'active' and $2 = any (event_types) order by id", [tx.tenantId, event]);
  return rows.map(({ id }) => id);
}

/** Active endpoints of one partner client in the written tenant, locked. */
export async function takeEndpointsOf(tx: TenantTx, partnerClientId: string): Promise<Endpoint[]> {
  const rows = await tx.sql<EndpointRow>(
    "select * from integrations.endpoint where tenant_id = $1 and partner_client_id = $2 and state = 'active' order by id for no key update", [tx.tenantId, partnerClientId]);
  return rows.map(toEndpoint);
}

/** How many the written tenant has. Two that are made at once wait for each other, so that the bound is exact. */
export async function countEndpoints(tx: TenantTx): Promise<number> {
  await tx.sql('select from integrations.tenant where tenant_id = $1 for no key update', [tx.tenantId]);
  const [row] = await tx.sql<{ count: number }>('select count(*)::int as count from integrations.endpoint where tenant_id = $1', [tx.tenantId]);
  return row.count;
}

export async function addEndpoint(tx: TenantTx, endpoint: Endpoint): Promise<void> {
  await tx.execute(
    `insert into integrations.endpoint (tenant_id, id, partner_client_id, url, event_types, description, state, disabled_reason, created_at, changed_at)
     values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10)`,
    [tx.tenantId, endpoint.endpointId, endpoint.partnerClientId, endpoint.url, endpoint.eventTypes, endpoint.description, endpoint.state, endpoint.disabledReason, endpoint.createdAt, endpoint.changedAt]);
}

export async function saveEndpoint(tx: TenantTx, endpoint: Endpoint): Promise<void> {
  await tx.execute(
    'update integrations.endpoint set url = $3, event_types = $4::text[], description = $5, state = $6, disabled_reason = $7, changed_at = $8 where tenant_id = $1 and id = $2',
    [tx.tenantId, endpoint.endpointId, endpoint.url, endpoint.eventTypes, endpoint.description, endpoint.state, endpoint.disabledReason, endpoint.changedAt]);
}

export async function deleteEndpoint(tx: TenantTx, endpointId: string): Promise<void> {
  await tx.execute('delete from integrations.endpoint where tenant_id = $1 and id = $2', [tx.tenantId, endpointId]);
}
