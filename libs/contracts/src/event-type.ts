import { z } from 'zod';

/** A kind of domain event: a fact with ids and changed values. Readers ignore unknown fields; an added optional field keeps the version. */
export interface EventType<Shape extends z.ZodType = z.ZodType> {
  /** `yagura.<noun>.<past participle>.v<major>`. */
  readonly type: string;
  /** `<domain>.<stream>`; each topic has one producer. */
  readonly topic: string;
  /** The one service that publishes it. */
  readonly owner: string;
  /** One sentence for the generated list of events. */
  readonly about: string;
  readonly data: Shape;
  /** Aggregate id: events of one key keep their order. */
  readonly key: (data: z.output<Shape>) => string;
}

/** The parsed data of an event type, for handlers: `EventData<typeof CaseOpenedV1>`. */
export type EventData<Event> = Event extends EventType<infer Shape> ? z.output<Shape> : never;

/** Fixes the types of an event's key function and data. */
export const defineEvent = <Shape extends z.ZodType>(definition: EventType<Shape>): EventType<Shape> => definition;

/** CloudEvents 1.0, structured mode, with the extensions that Yagura fills from the transaction. Outbox row, record and dead letter are this. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  tenantid: z.uuid(),
  actorid: z.string().min(1),
  correlationid: z.string().min(1),
  causationid: z.string().optional(),
  traceparent: z.string().optional(),
  data: z.unknown(),
});
export type EventEnvelope<Data = unknown> = Omit<z.output<typeof envelopeSchema>, 'data'> & { readonly data: Data };

/** An instant as ISO 8601 text with offset; durations and instants never travel as bare numbers. */
export const instant = z.iso.datetime({ offset: true });
