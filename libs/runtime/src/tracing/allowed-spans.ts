import type { Attributes } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';

/** Every attribute that may leave in a span: ids, counts, and names that the code or a contract gives. Nothing that a person or a machine of a tenant wrote. */
export const ALLOWED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'error.type', 'graphql.operation.type', 'http.request.method', 'http.response.status_code', 'http.route', 'rpc.method', 'rpc.service',
  'messaging.batch.message_count', 'messaging.consumer.group.name', 'messaging.destination.name', 'messaging.destination.partition.id', 'messaging.message.body.size',
  'messaging.message.id', 'messaging.operation.name', 'messaging.operation.type', 'messaging.system',
  'yagura.event_type', 'yagura.link', 'yagura.root_fields', 'yagura.source_id', 'yagura.subject_id', 'yagura.tenant_id',
]);

/** Hands spans on without anything that is not on the list: attributes of another name, events (an exception's text is one), status messages. */
export class AllowedSpans implements tracing.SpanExporter {
  constructor(private readonly next: tracing.SpanExporter) {}

  export(spans: tracing.ReadableSpan[], done: Parameters<tracing.SpanExporter['export']>[1]): void {
    this.next.export(spans.map(allowed), done);
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}

function allowed(span: tracing.ReadableSpan): tracing.ReadableSpan {
  return {
    name: span.name, kind: span.kind, spanContext: () => span.spanContext(), parentSpanContext: span.parentSpanContext, startTime: span.startTime, endTime: span.endTime,
    duration: span.duration, ended: span.ended, resource: span.resource, instrumentationScope: span.instrumentationScope,
    status: { code: span.status.code }, attributes: listed(span.attributes), events: [],
    links: span.links.map((link) => ({ ...link, attributes: listed(link.attributes ?? {}) })),
    droppedAttributesCount: span.droppedAttributesCount, droppedEventsCount: span.droppedEventsCount, droppedLinksCount: span.droppedLinksCount,
  };
}

const listed = (attributes: Attributes): Attributes => Object.fromEntries(Object.entries(attributes).filter(([name]) => ALLOWED_ATTRIBUTES.has(name)));
