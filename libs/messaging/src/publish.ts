import { context, propagation } from '@opentelemetry/api';
import type { z } from 'zod';
import { newId } from '@yagura/kernel';
import type { EventEnvelope, EventType } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';

/** The event that a handler works on; what it publishes names it as its cause. */
export const CAUSE: unique symbol = Symbol('yagura:cause');

/**
 * Writes one event into the outbox of the open transaction: it becomes known exactly when the change does. Everything of the envelope
 * but `data` comes from `tx`. Throws when `data` breaks its own contract, which is a fault of the caller. Answers the event's id.
 */
export async function publish<Shape extends z.ZodType>(tx: TenantTx, event: EventType<Shape>, data: z.input<Shape>): Promise<string> {
  const [id] = await publishAll(tx, event, [data]);
  return id;
}

/** Like `publish`, for many events of one type in one statement. */
export async function publishAll<Shape extends z.ZodType>(tx: TenantTx, event: EventType<Shape>, all: readonly z.input<Shape>[]): Promise<string[]> {
  if (all.length === 0) return [];
  const envelopes = all.map((data) => envelopeOf(tx, event, event.data.parse(data)));
  // The notification's channel is constant and its message empty: it only wakes the relay at commit.
  await tx.sql(
    `with added as (
       insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope)
       select id, $1, $2, $3, key, $4, envelope::jsonb from unnest($5::uuid[], $6::text[], $7::text[]) with ordinality as e (id, key, envelope, at) order by at
     ) select pg_notify('lane_outbox', '')`,
    [tx.tenantId, event.owner, event.topic, event.type, envelopes.map(({ id }) => id), envelopes.map(({ subject }) => subject), envelopes.map((envelope) => JSON.stringify(envelope))]);
  return envelopes.map(({ id }) => id);
}

function envelopeOf<Shape extends z.ZodType>(tx: TenantTx, event: EventType<Shape>, data: z.output<Shape>): EventEnvelope {
  const trace: Record<string, string> = {};
  propagation.inject(context.active(), trace);
  const cause: unknown = Reflect.get(tx, CAUSE);
  return {
    specversion: '1.0', id: newId(), source: `/yagura/${event.owner}`, type: event.type, subject: event.key(data), time: tx.now.toISOString(),
    datacontenttype: 'application/json', tenantid: tx.tenantId, actorid: tx.actor.id, correlationid: tx.correlationId,
    ...(typeof cause === 'string' ? { causationid: cause } : {}),
    ...(trace['traceparent'] === undefined ? {} : { traceparent: trace['traceparent'] }),
    data,
  };
}
