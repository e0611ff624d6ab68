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
    const result = { stored: 1, quarantined: 0, storedBytes: 1, firstAt: 1, lastAt: 1, matches: [{ ...FINDING, tenantId, findingId: newId() }] };

    await new OutcomeService(database.tenantDb('svc_detection')).settle(forSystem(tenantId, 'detection'), new Map([[traced, 'new'], [other, 'new']]), {
      results: new Map([[traced, result], [other, { ...result, matches: [{ ...FINDING, tenantId, findingId: newId() }] }]]), contentVersion: 'test',
    });

    const [span, second] = exporter.getFinishedSpans().filter(({ name }) => name === 'detection batch');
    expect(span.spanContext().traceId).toBe(TRACE);
    expect(span.parentSpanContext?.spanId).toBe(DOOR_SPAN);
    expect(second.spanContext().traceId).not.toBe(TRACE);
    const rows = await database.systemDb('lane_relay').sql<{ type: string; parent: string }>(
      "select type, envelope->>'traceparent' as parent from lane.outbox where tenant_id = $1", [tenantId]);
    const own = `00-${TRACE}-${span.spanContext().spanId}-01`;
    expect(rows.filter(({ parent }) => parent === own).map(({ type }) => type).sort()).toEqual([FindingCreatedV1.type, BatchProcessedV1.type].sort());
    expect(rows.filter(({ parent }) => parent.startsWith(`00-${second.spanContext().traceId}-`))).toHaveLength(2);
  });
});
