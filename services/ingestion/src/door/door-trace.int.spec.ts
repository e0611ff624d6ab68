import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '@yagura/runtime/tracing';
import type { BatchHeaders } from '@yagura/messaging';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld } from '../testing/door-world';

const STRANGER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

describe('the trace of a request at the door', () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;
  let database: TestDatabase;
  let world: DoorWorld;
  beforeAll(async () => {
    tracing = startTracing(new SimpleSpanProcessor(exporter));
    database = await testDatabase();
    world = await new DoorWorld(database).start();
  });
  afterAll(async () => {
    await world.stop();
    await database.drop();
    await tracing.stop();
  });

  it('begins there, whatever the sender says of one, and goes into the log beside the batch', async () => {
    const sender = await world.sender('traced');
    exporter.reset();

    const response = await fetch(`http://127.0.0.1:${world.port}/services/collector/event`, {
      method: 'POST', headers: { authorization: `Splunk ${sender.token}`, traceparent: `00-${STRANGER.traceId}-${STRANGER.spanId}-01`, tracestate: 'stranger=bbbb', baggage: `tenant=${sender.tenantId}` }, body: '{"event":"x"}',
    });
    await response.arrayBuffer();

    expect(response.status).toBe(200);
    const spans = exporter.getFinishedSpans();
    const span = spans.find(({ name }) => name === 'HEC event');
    const append = spans.find(({ name }) => name === 'append telemetry.raw');
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.links).toEqual([{ context: { traceId: STRANGER.traceId, spanId: STRANGER.spanId, traceFlags: 0, isRemote: true }, attributes: { 'yagura.link': 'sender' } }]);
    expect(span?.attributes).toEqual({ 'http.request.method': 'POST', 'http.response.status_code': 200, 'yagura.tenant_id': sender.tenantId, 'yagura.source_id': sender.sourceId });
    expect(append?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
    const [row] = await database.systemDb('lane_log_reader').sql<{ headers: BatchHeaders }>('select headers from lane.telemetry_log where tenant_id = $1', [sender.tenantId]);
    expect(row.headers.traceparent).toBe(`00-${span?.spanContext().traceId}-${append?.spanContext().spanId}-01`);
    expect(JSON.stringify(row.headers)).not.toMatch(/aaaaaaaa|bbbb|baggage/);
  });
  it.each([
    ['no trace context', '00-xyz'], ['one of zeros', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`], ['two of them', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01, 00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`],
  ])('keeps nothing of a header that holds %s', async (_, traceparent) => {
    exporter.reset();

    const response = await fetch(`http://127.0.0.1:${world.port}/services/collector/event`, { method: 'POST', headers: { traceparent }, body: '{"event":"x"}' });
    await response.arrayBuffer();

    const span = exporter.getFinishedSpans().find(({ name }) => name === 'HEC event');
    expect(span).toMatchObject({ links: [], attributes: { 'http.response.status_code': 401 } });
    expect(span?.parentSpanContext).toBeUndefined();
  });
});
