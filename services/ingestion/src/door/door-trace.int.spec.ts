import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '@yagura/runtime/tracing';
import type { BatchHeaders } from '@yagura/messaging';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld } from '../testing/door-world';

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
    const stranger = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
    exporter.reset();

    const response = await fetch(`http://127.0.0.1:${world.port}/services/collector/event`, {
      method: 'POST', headers: { authorization: `Splunk ${sender.token}`, traceparent: stranger, baggage: `tenant=${sender.tenantId}` }, body: '{"event":"x"}',
    });
    await response.arrayBuffer();

    expect(response.status).toBe(200);
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'HEC event');
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    const [row] = await database.systemDb('lane_log_reader').sql<{ headers: BatchHeaders }>('select headers from lane.telemetry_log where tenant_id = $1', [sender.tenantId]);
    expect(row.headers.traceparent).toBe(`00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01`);
    expect(JSON.stringify(row.headers)).not.toMatch(/aaaaaaaa|baggage/);
  });
});
