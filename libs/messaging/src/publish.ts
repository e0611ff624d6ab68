import type { z } from 'zod';
import { newId } from '@yagura/kernel';
import type { EventEnvelope, EventType } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { traceparentOfCreation } from './lane-span';

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
  const traceparent = createdIn(tx, event, all.length);
  const told = all.map((data) => ({ event, envelope: envelopeOf(tx, event, event.data.parse(data), traceparent) }));
  const waiting = collected(tx);
  if (waiting === undefined) await write(tx, told);
  else waiting.push(...told);
  return told.map(({ envelope }) => envelope.id);
}

/** An event as it waits to be written. */
interface Told {
  readonly event: Pick<EventType, 'owner' | 'topic' | 'type'>;
  readonly envelope: EventEnvelope;
}

const COLLECTED: unique symbol = Symbol('yagura:collected');

const collected = (tx: TenantTx): Told[] | undefined => Reflect.get(tx, COLLECTED) as Told[] | undefined;

/**
 * Runs `work` and then writes all that it published in `tx` in one statement, in the order in which it was told. For whoever opened the
 * transaction: `work` itself sees no difference, since nobody but the relay reads the outbox.
 */
export async function publishedTogether(tx: TenantTx, work: () => Promise<void>): Promise<void> {
  const told: Told[] = [];
  Reflect.set(tx, COLLECTED, told);
  await work();
  Reflect.deleteProperty(tx, COLLECTED);
  await write(tx, told);
}

async function write(tx: TenantTx, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const column = (pick: (each: Told) => string): string[] => told.map(pick);
  // The notification's channel is constant and its message empty: it only wakes the relay at commit.
  await tx.sql(
    `with added as (
       insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope)
       select id, $1, producer, topic, key, type, envelope::jsonb
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as e (id, producer, topic, key, type, envelope, at) order by at
     ) select pg_notify('lane_outbox', '')`,
    [tx.tenantId, column(({ envelope }) => envelope.id), column(({ event }) => event.owner), column(({ event }) => event.topic), column(({ envelope }) => envelope.subject),
      column(({ event }) => event.type), column(({ envelope }) => JSON.stringify(envelope))]);
}

/** All events of one call are made in one span: they have one cause. */
const createdIn = (tx: TenantTx, { topic, type }: EventType, count: number): string | undefined => traceparentOfCreation({
  system: 'postgresql', topic, operation: 'create', attributes: { 'messaging.batch.message_count': count, 'yagura.event_type': type, 'yagura.tenant_id': tx.tenantId },
});

function envelopeOf<Shape extends z.ZodType>(tx: TenantTx, event: EventType<Shape>, data: z.output<Shape>, traceparent: string | undefined): EventEnvelope {
  const cause: unknown = Reflect.get(tx, CAUSE);
  return {
    specversion: '1.0', id: newId(), source: `/yagura/${event.owner}`, type: event.type, subject: event.key(data), time: tx.now.toISOString(),
    datacontenttype: 'application/json', tenantid: tx.tenantId, actorid: tx.actor.id, correlationid: tx.correlationId,
    ...(typeof cause === 'string' ? { causationid: cause } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
    data,
  };
}
