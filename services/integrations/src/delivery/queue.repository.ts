import type { TenantTx } from '@yagura/db';
import type { NewDelivery } from './delivery';

/** A message that is there already stays as it is. */
export async function addDeliveries(tx: TenantTx, deliveries: readonly NewDelivery[]): Promise<void> {
  await tx.execute(
    `insert into integrations.delivery (tenant_id, id, endpoint_id, event_type, case_id, body, state, next_attempt_at, created_at)
     select $1, id, endpoint_id, event_type, case_id, body, 'pending', $2, $2
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[]) as e (id, endpoint_id, event_type, case_id, body) on conflict do nothing`,
    [tx.tenantId, tx.now, deliveries.map((one) => one.deliveryId), deliveries.map((one) => one.endpointId), deliveries.map((one) => one.eventType),
      deliveries.map((one) => one.caseId), deliveries.map((one) => one.body)]);
}

/** Ends what waits for an endpoint, also what is under way: its end changes nothing any more. */
export async function dropWaiting(tx: TenantTx, endpointId: string, reason: string): Promise<void> {
  await tx.execute(
    "update integrations.delivery set state = 'dropped', reason = $3, ended_at = $4, lease = null, leased_until = null where tenant_id = $1 and endpoint_id = $2 and state = 'pending'",
    [tx.tenantId, endpointId, reason, tx.now]);
}

export async function deleteDeliveries(tx: TenantTx, endpointId: string): Promise<void> {
  await tx.execute(
    'delete from integrations.attempt where tenant_id = $1 and delivery_id in (select id from integrations.delivery where tenant_id = $1 and endpoint_id = $2)', [tx.tenantId, endpointId]);
  await tx.execute('delete from integrations.delivery where tenant_id = $1 and endpoint_id = $2', [tx.tenantId, endpointId]);
}
