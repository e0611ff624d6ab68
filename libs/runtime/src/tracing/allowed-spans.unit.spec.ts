import { trace } from '@opentelemetry/api';
import { AllowedSpans } from './allowed-spans';
import { InMemorySpanExporter, SimpleSpanProcessor, startTracing } from './tracing';

describe('what may leave in a span', () => {
  const exporter = new InMemorySpanExporter();
  const tracing = startTracing(new SimpleSpanProcessor(new AllowedSpans(exporter)), 'cases');
  afterAll(() => tracing.stop());

  it('is on the list; a text that somebody put elsewhere stays in the process', () => {
    const tracer = trace.getTracer('spec');
    const other = tracer.startSpan('other').spanContext();
    const span = tracer.startSpan('process detection.finding', { attributes: { 'yagura.tenant_id': 'id', 'host.name': 'canary' }, links: [{ context: other, attributes: { 'yagura.link': 'sender', 'note': 'canary' } }] });
    span.recordException(new RangeError('canary'));
    span.setStatus({ code: 2, message: 'canary' });
    span.end();
    const [left] = exporter.getFinishedSpans();

    expect(left.attributes).toEqual({ 'yagura.tenant_id': 'id' });
    expect(left.links).toEqual([{ context: other, attributes: { 'yagura.link': 'sender' } }]);
    expect(left.status).toEqual({ code: 2 });
    expect(JSON.stringify([left.attributes, left.events, left.status])).not.toContain('canary');
    expect(left.spanContext()).toEqual(span.spanContext());
    expect(left.resource.attributes).toMatchObject({ 'service.namespace': 'yagura', 'service.name': 'cases', 'process.pid': process.pid });
  });
});
