import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '@yagura/runtime/tracing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchProcessedV1, FindingCreatedV1 } from '@yagura/contracts';
import { deterministicId, forSystem, newId } from '@yagura/kernel';
import type { LoggedBatch } from '@yagura/messaging';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { OutcomeService } from './outcome.service';

const GOLDEN = join(__dirname, '..', '..', '..', '..', 'libs', 'contracts', 'golden', FindingCreatedV1.type, 'sample.json');
const FINDING = FindingCreatedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const DOOR_SPAN = '00f067aa0ba902b7';

describe('the trace of a batch that becomes a finding', () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;
  let database: TestDatabase;
  beforeAll(async () => {
    tracing = startTracing(new SimpleSpanProcessor(exporter));
    database = await testDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await tracing.stop();
  });

  it('leads from the door’s span through the pipeline’s into the events, each batch in its own', async () => {
    const [tenantId, sourceId] = [newId<'tenant'>(), newId<'source'>()];
    const batch = (position: bigint, traceparent: string | undefined): LoggedBatch => ({
      tenantId, sourceId, batchId: deterministicId<'batch'>(tenantId, position.toString()), partition: 0, position, body: Buffer.alloc(0),
      headers: { door: 'hec.event', encoding: 'identity', sourceNumber: 1, parser: null, timeZone: 'UTC', count: 1, wireBytes: 1, rawBytes: 1, sha256: '', batchKey: '', receivedAt: Date.now(), traceparent },
    });
    const traced = batch(1n, `00-${TRACE}-${DOOR_SPAN}-01`);
    const other = batch(2n, undefined);
    const began = Date.now() - 5_000;
    const result = { stored: 1, quarantined: 0, storedBytes: 1, firstAt: 1, lastAt: 1, matches: [{ ...FINDING, tenantId, findingId: newId() }] };

    await new OutcomeService(database.tenantDb('svc_detection')).settle(forSystem(tenantId, 'detection'), new Map([[traced, 'new'], [other, 'new']]), {
      results: new Map([[traced, result], [other, { ...result, matches: [{ ...FINDING, tenantId, findingId: newId() }] }]]), contentVersion: 'test', taken: { system: 'postgresql', at: began },
    });

    const spans = exporter.getFinishedSpans();
    const [span, second] = spans.filter(({ name }) => name === 'process telemetry.raw');
    expect(span.spanContext().traceId).toBe(TRACE);
    expect(span.parentSpanContext?.spanId).toBe(DOOR_SPAN);
    expect(span.startTime[0]).toBe(Math.floor(began / 1_000));
    expect(second.parentSpanContext).toBeUndefined();
    expect(second.spanContext().traceId).not.toBe(TRACE);
    for (const process of [span, second]) {
      const rows = await database.systemDb('lane_relay').sql<{ type: string; parent: string }>(
        "select type, envelope->>'traceparent' as parent from lane.outbox where tenant_id = $1 and envelope->>'traceparent' like $2 order by type", [tenantId, `00-${process.spanContext().traceId}-%`]);
      const creations = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === process.spanContext().spanId);

      expect(creations.map(({ name }) => name).sort()).toEqual([`create ${BatchProcessedV1.topic}`, `create ${FindingCreatedV1.topic}`].sort());
      expect(rows).toEqual([FindingCreatedV1, BatchProcessedV1].map(({ type, topic }) => {
        const creation = creations.find(({ name }) => name === `create ${topic}`);
        return { type, parent: `00-${process.spanContext().traceId}-${creation?.spanContext().spanId}-01` };
      }));
    }
  });
});
