import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Link, type Span, type SpanOptions } from '@opentelemetry/api';

/** What carries a lane, as spans name it. */
export type LaneSystem = 'kafka' | 'postgresql';

/** Topic of the telemetry lane in spans, whatever carries it. */
export const TELEMETRY_TOPIC = 'telemetry.raw';

/** `append` and `send` hand to the lane, `create` makes a message that a relay sends later, `process` is the work on what was read. */
export type LaneOperation = 'append' | 'create' | 'send' | 'process';

/** One step of a message on a lane. Attributes hold ids, counts and names of ours; never anything that a tenant wrote. */
export interface LaneStep {
  readonly system: LaneSystem;
  readonly topic: string;
  readonly operation: LaneOperation;
  readonly attributes?: Attributes;
}

/** Does `work` in a span under the active one, and tells it the trace context that goes with the message; undefined when nothing is traced. */
export function inSendSpan<T>(step: LaneStep, work: (traceparent: string | undefined) => Promise<T>): Promise<T> {
  return inSpan(step, { kind: SpanKind.PRODUCER }, context.active(), (span) => work(traceparentOf(span)));
}

/**
 * Does the work on a message in a span under the one that made it. What happens to be active where messages are taken is no cause of theirs: a
 * message without a trace begins one. `since` (Unix milliseconds) is when the work began, if before now.
 */
export function inProcessSpan<T>(step: LaneStep, traceparent: string | undefined, work: () => Promise<T>, since?: number): Promise<T> {
  return inSpan(step, { kind: SpanKind.CONSUMER, ...(since === undefined ? {} : { startTime: since }) }, propagation.extract(ROOT_CONTEXT, { traceparent }), work);
}

/** Does the sending of many messages in a trace of its own, linked to the spans that made them: it has no single cause. */
export function inRelaySpan<T>(step: LaneStep, traceparents: readonly (string | null | undefined)[], work: () => Promise<T>): Promise<T> {
  return inSpan(step, { kind: SpanKind.PRODUCER, root: true, links: linksTo(traceparents) }, ROOT_CONTEXT, work);
}

/** The trace context of messages that are made now: that of a span which says so. The span lasts no longer than the making. */
export function traceparentOfCreation(step: LaneStep): string | undefined {
  const span = tracer().startSpan(nameOf(step), { kind: SpanKind.PRODUCER, attributes: attributesOf(step) });
  span.end();
  return traceparentOf(span);
}

/** OpenTelemetry semantic conventions 1.45, messaging spans: `{operation name} {destination name}`. */
const nameOf = ({ operation, topic }: LaneStep): string => `${operation} ${topic}`;

const attributesOf = ({ system, topic, operation, attributes }: LaneStep): Attributes => ({
  'messaging.system': system, 'messaging.destination.name': topic, 'messaging.operation.name': operation,
  'messaging.operation.type': operation === 'append' ? 'send' : operation, ...attributes,
});

const tracer = (): ReturnType<typeof trace.getTracer> => trace.getTracer('@yagura/messaging');

function inSpan<T>(step: LaneStep, options: SpanOptions, parent: Context, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(nameOf(step), { ...options, attributes: attributesOf(step) }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

function traceparentOf(span: Span): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return carrier['traceparent'];
}

function linksTo(traceparents: readonly (string | null | undefined)[]): Link[] {
  return [...new Set(traceparents)].flatMap((traceparent) => {
    const made = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent: traceparent ?? undefined }));
    return made === undefined ? [] : [{ context: made }];
  });
}
