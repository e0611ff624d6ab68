import type { WebhookDeliveriesInput, WebhookMessageType } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { PageEnd } from '@yagura/runtime';
import type { Attempt, Delivery } from './delivery';

interface DeliveryRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly endpoint_id: string; readonly event_type: WebhookMessageType; readonly case_id: string | null; readonly body: string;
  readonly state: Delivery['state']; readonly reason: string | null; readonly created_at: Date; readonly next_attempt_at: Date; readonly ended_at: Date | null;
}

interface AttemptRow extends Record<string, unknown> {
  readonly delivery_id: string; readonly number: number; readonly at: Date; readonly outcome: Attempt['outcome']; readonly status: number | null;
  readonly duration_ms: number | null; readonly reason: string | null;
}

const toDelivery = (row: DeliveryRow): Delivery => ({
  tenantId: row.tenant_id, deliveryId: row.id, endpointId: row.endpoint_id, eventType: row.event_type, caseId: row.case_id, body: row.body, state: row.state,
  reason: row.reason, createdAt: row.created_at, nextAttemptAt: row.next_attempt_at, endedAt: row.ended_at,
});

/** One row more than asked for tells whether there is a next page. */
export async function listDeliveries(read: TenantRead, { endpointId, state, first }: WebhookDeliveriesInput, behind: PageEnd | undefined): Promise<Delivery[]> {
  const rows = await read.sql<DeliveryRow>(
    `select * from integrations.delivery
     where tenant_id = any ($1::uuid[]) and endpoint_id = $2 and ($3::text is null or state = $3) and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
     order by created_at desc, id desc limit $6`, [read.readScope, endpointId, state ?? null, behind?.at ?? null, behind?.id ?? null, first + 1]);
  return rows.map(toDelivery);
}

/** The attempts of messages, in order; of each the newest hundred at most. */
export async function attemptsOf(read: TenantRead, deliveryIds: readonly string[]): Promise<Attempt[]> {
  const rows = await read.sql<AttemptRow>(
    `select a.* from unnest($2::uuid[]) as d (id)
     cross join lateral (select * from integrations.attempt where tenant_id = any ($1::uuid[]) and delivery_id = d.id order by number desc limit 100) a
     order by a.delivery_id, a.number`, [read.readScope, deliveryIds]);
  return rows.map((row) => ({ deliveryId: row.delivery_id, number: row.number, at: row.at, outcome: row.outcome, status: row.status, durationMs: row.duration_ms, reason: row.reason }));
}

/** The endpoint of a message of the read scope. */
export async function endpointOf(read: TenantRead, deliveryId: string): Promise<string | undefined> {
  const [row] = await read.sql<{ endpoint_id: string }>('select endpoint_id from integrations.delivery where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, deliveryId]);
  return row?.endpoint_id;
}

export async function findDelivery(tx: TenantTx, deliveryId: string): Promise<Delivery | undefined> {
  const [row] = await tx.sql<DeliveryRow>('select * from integrations.delivery where tenant_id = $1 and id = $2', [tx.tenantId, deliveryId]);
  return row === undefined ? undefined : toDelivery(row);
}

/** Begins a new round for a message that has ended; false when it has not. */
export async function beginRound(tx: TenantTx, deliveryId: string): Promise<boolean> {
  const count = await tx.execute(
    `update integrations.delivery set state = 'pending', reason = null, round = 0, broken_off = 0, next_attempt_at = $3, ended_at = null
     where tenant_id = $1 and id = $2 and state <> 'pending'`, [tx.tenantId, deliveryId, tx.now]);
  return count > 0;
}
