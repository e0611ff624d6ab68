import type { IncomingMessage } from 'node:http';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Link, type Span } from '@opentelemetry/api';

/** A request from outside the installation. `name` is a name of ours, never a part of the request. */
export interface OutsideRequest {
  readonly name: string;
  readonly request: Pick<IncomingMessage, 'method' | 'headers'>;
}

/**
 * Begins the trace of a request from outside. A trace context that the request brings is a stranger's word: it becomes no parent, decides nothing
 * about sampling, and its state and baggage are not read. Only its two ids are kept, as a link, so that the sender's trace leads to ours.
 */
export function startDoorSpan({ name, request }: OutsideRequest): Span {
  const attributes = { 'http.request.method': request.method ?? '' };
  return trace.getTracer('@yagura/runtime').startSpan(name, { kind: SpanKind.SERVER, root: true, attributes, links: linkTo(request.headers['traceparent']) }, ROOT_CONTEXT);
}

/** Ends the span of an answered request. */
export function endDoorSpan(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Answers a request from outside in a span of its own, which is active meanwhile. A failure of `work` ends it as one of ours. */
export async function inDoorSpan<Answer extends { readonly status: number }>(outside: OutsideRequest, work: (span: Span) => Promise<Answer>): Promise<Answer> {
  const span = startDoorSpan(outside);
  let status = 500;
  try {
    const answer = await context.with(trace.setSpan(ROOT_CONTEXT, span), () => work(span));
    status = answer.status;
    return answer;
  } finally {
    endDoorSpan(span, status);
  }
}

function linkTo(traceparent: string | string[] | undefined): Link[] {
  const told = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
  if (told === undefined) return [];
  const { traceId, spanId } = told;
  return [{ context: { traceId, spanId, traceFlags: TraceFlags.NONE, isRemote: true }, attributes: { 'yagura.link': 'sender' } }];
}
