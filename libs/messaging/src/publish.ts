import { context, propagation } from '@opentelemetry/api';
import type { z } from 'zod';
import { newId } from '@yagura/kernel';
import type { EventEnvelope, EventType } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';

/** The event that a handler works on; what it publishes names it as its cause. */
export const CAUSE: unique symbol = Symbol('yagura:cause');

/**
 * Writes one event into the outbox of the open transaction: it becomes known exactly when the change does. Everything of the envelope
 * but `data` comes from `tx`. Throws when `data` breaks its own contract, which is a fault of the caller.
 */
export async function publish<Shape extends z.ZodType>(tx: TenantTx, event: EventType<Shape>, data: z.input<Shape>): Promise<string> {
  const parsed = event.data.parse(data);
  const producer = event.owner;
  const id = newId();
  const trace: Record<string, string> = {};
  propagation.inject(context.active(), trace);
  const cause: unknown = Reflect.get(tx, CAUSE);
  const envelope: EventEnvelope = {
    specversion: '1.0', id, source: `/yagura/${producer}`, type: event.type, subject: event.key(parsed), time: tx.now.toISOString(),
    datacontenttype: 'application/json', tenantid: tx.tenantId, actorid: tx.actor.id, correlationid: tx.correlationId,
    ...(typeof cause === 'string' ? { causationid: cause } : {}),
    ...(trace['traceparent'] === undefined ? {} : { traceparent: trace['traceparent'] }),
    data: parsed,
  };
  await tx.sql(
    'insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope) values ($1, $2, $3, $4, $5, $6, $7::jsonb)',
    [id, tx.tenantId, producer, event.topic, envelope.subject, event.type, JSON.stringify(envelope)]);
  // The channel's name is constant and the message empty: it only wakes the relay at commit.
  await tx.sql("select pg_notify('lane_outbox', '')");
  return id;
}
