import type { WebhookMessageType } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { Ending, Verdict } from './delivery';
import { LEASE_SEC, SHARES, type DueDelivery, type HeldDelivery } from './sending';

/** Messages of all companies that may be sent now, fairly. */
export async function dueDeliveries(read: TenantRead, cap: number): Promise<DueDelivery[]> {
  const rows = await read.sql<{ tenant_id: string; delivery_id: string }>('select * from integrations.due_deliveries($1, $2, $3)', [cap, SHARES.endpoint, SHARES.tenant]);
  return rows.map((row) => ({ tenantId: row.tenant_id, deliveryId: row.delivery_id }));
}

interface HeldRow extends Record<string, unknown> {
  readonly endpoint_id: string; readonly event_type: WebhookMessageType; readonly body: string; readonly broken_off: number; readonly started: number; readonly was_leased: boolean;
}

/** Where a message of the written tenant goes, locking nothing. */
export async function endpointIdOf(tx: TenantTx, deliveryId: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ endpoint_id: string }>("select endpoint_id from integrations.delivery where tenant_id = $1 and id = $2 and state = 'pending'", [tx.tenantId, deliveryId]);
  return row?.endpoint_id;
}

/** Locks a message that is due, in nobody's hand and the oldest that waits of its case; undefined when it is not or somebody else is at it. */
export async function holdDue(tx: TenantTx, deliveryId: string): Promise<HeldDelivery | undefined> {
  const [row] = await tx.sql<HeldRow>(
    `select d.endpoint_id, d.event_type, d.body, d.broken_off, d.started, d.lease is not null as was_leased from integrations.delivery d
     where d.tenant_id = $1 and d.id = $2 and d.state = 'pending' and d.next_attempt_at <= $3 and (d.leased_until is null or d.leased_until <= now())
       and not exists (select from integrations.delivery e where e.tenant_id = $1 and e.endpoint_id = d.endpoint_id and e.case_id = d.case_id and e.state = 'pending' and e.written < d.written)
     for update of d skip locked`, [tx.tenantId, deliveryId, tx.now]);
  if (row === undefined) return undefined;
  return { endpointId: row.endpoint_id, eventType: row.event_type, body: row.body, brokenOff: row.broken_off, started: row.started, isBrokenOff: row.was_leased };
}

/** Messages to an endpoint that are in somebody's hand. Exact while the endpoint is locked. */
export async function countUnderWay(tx: TenantTx, endpointId: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }>(
    "select count(*)::int as count from integrations.delivery where tenant_id = $1 and endpoint_id = $2 and state = 'pending' and leased_until > now()", [tx.tenantId, endpointId]);
  return row.count;
}

/** Takes a locked message into hand and notes the attempt before anything is sent. Answers the real time. */
export async function beginAttempt(tx: TenantTx, deliveryId: string, lease: string, number: number): Promise<Date> {
  const [row] = await tx.sql<{ sent_at: Date }>(
    `update integrations.delivery set lease = $3, leased_until = now() + $4 * interval '1 second', started = $5 where tenant_id = $1 and id = $2 returning now() as sent_at`,
    [tx.tenantId, deliveryId, lease, LEASE_SEC, number]);
  await tx.execute('insert into integrations.attempt (tenant_id, delivery_id, number, at) values ($1, $2, $3, $4)', [tx.tenantId, deliveryId, number, tx.now]);
  return row.sent_at;
}

/** Notes that the newest attempt ended unheard. */
export async function noteBrokenOff(tx: TenantTx, deliveryId: string, number: number): Promise<void> {
  await tx.execute("update integrations.attempt set outcome = 'broken_off', reason = 'broken_off' where tenant_id = $1 and delivery_id = $2 and number = $3 and outcome is null", [tx.tenantId, deliveryId, number]);
  await tx.execute('update integrations.delivery set broken_off = broken_off + 1, lease = null, leased_until = null where tenant_id = $1 and id = $2', [tx.tenantId, deliveryId]);
}

/** Notes how an attempt ended, unless it was given up meanwhile. */
export async function endAttempt(tx: TenantTx, deliveryId: string, number: number, ending: Ending, outcome: 'delivered' | 'failed'): Promise<void> {
  await tx.execute('update integrations.attempt set outcome = $4, status = $5, duration_ms = $6, reason = $7 where tenant_id = $1 and delivery_id = $2 and number = $3 and outcome is null',
    [tx.tenantId, deliveryId, number, outcome, ending.status, ending.durationMs, ending.reason]);
}

/** Locks a message for whoever still holds its lease and answers the attempts of its round; undefined for anybody else. */
export async function holdLeased(tx: TenantTx, deliveryId: string, lease: string): Promise<number | undefined> {
  const [row] = await tx.sql<{ round: number }>("select round from integrations.delivery where tenant_id = $1 and id = $2 and lease = $3 and state = 'pending' for update", [tx.tenantId, deliveryId, lease]);
  return row?.round;
}

export async function settle(tx: TenantTx, deliveryId: string, round: number, verdict: Verdict): Promise<void> {
  const next = verdict.state === 'pending' ? new Date(tx.now.getTime() + verdict.pauseMs) : null;
  await tx.execute(
    `update integrations.delivery set state = $3, reason = $4, round = $5, next_attempt_at = coalesce($6, next_attempt_at), ended_at = $7, lease = null, leased_until = null
     where tenant_id = $1 and id = $2`, [tx.tenantId, deliveryId, verdict.state, verdict.reason, round, next, next === null ? tx.now : null]);
}

/** Ends a message that is not sent at all. */
export async function giveUp(tx: TenantTx, deliveryId: string, state: 'dead' | 'dropped', reason: string): Promise<void> {
  await tx.execute('update integrations.delivery set state = $3, reason = $4, ended_at = $5, lease = null, leased_until = null where tenant_id = $1 and id = $2', [tx.tenantId, deliveryId, state, reason, tx.now]);
}
