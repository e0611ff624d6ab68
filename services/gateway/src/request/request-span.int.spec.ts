import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpanKind } from '@opentelemetry/api';
import { CaseOpenedV1, casesApi } from '@yagura/contracts';
import { asId, forSystem } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import { ALLOWED_ATTRIBUTES, InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '@yagura/runtime/tracing';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { GatewayWorld, type Person } from '../testing/gateway-world';

const GOLDEN = join(__dirname, '..', '..', '..', '..', 'libs', 'contracts', 'golden', CaseOpenedV1.type, 'sample.json');
const SAMPLE = CaseOpenedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));
const STRANGER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const CANARY = 'CanarySeven';

describe('the trace of a request to the gateway', () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;
  let database: TestDatabase;
  let world: GatewayWorld;
  let analyst: Person;
  beforeAll(async () => {
    tracing = startTracing(new SimpleSpanProcessor(exporter));
    database = await testDatabase();
    world = await new GatewayWorld(database).start([casesApi], { anyDocument: true });
    analyst = world.person('analyst');
  });
  afterAll(async () => {
    await world.stop();
    await database.drop();
    await tracing.stop();
  });
  beforeEach(() => exporter.reset());

  const spans = () => exporter.getFinishedSpans();
  const requestSpan = () => eventually('the span of the request', () => Promise.resolve(spans().find(({ kind }) => kind === SpanKind.SERVER)));

  it('begins at the gateway, links to the asker’s own, and holds the calls that answer it', async () => {
    const headers = { authorization: `Bearer ${world.tokenOf(analyst)}`, traceparent: `00-${STRANGER.traceId}-${STRANGER.spanId}-01`, baggage: `tenant=${CANARY}` };
    await world.post(JSON.stringify({ query: `query ${CANARY} { ${CANARY}: cases(first: 1) { nodes { id } } me { id } }`, operationName: CANARY }), headers);
    const request = await requestSpan();
    const calls = spans().filter(({ attributes }) => attributes['rpc.service'] !== undefined);

    expect(request.name).toBe('POST /graphql');
    expect(request.parentSpanContext).toBeUndefined();
    expect(request.links).toEqual([{ context: { ...STRANGER, traceFlags: 0, isRemote: true }, attributes: { 'yagura.link': 'sender' } }]);
    expect(request.attributes).toEqual({
      'http.request.method': 'POST', 'http.response.status_code': 200, 'http.route': '/graphql', 'graphql.operation.type': 'query', 'yagura.root_fields': ['cases', 'me'],
    });
    expect(calls.map(({ name }) => name)).toContain('cases.queue');
    expect(new Set(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(new Set([request.spanContext().spanId]));
    expect(spans().flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => !ALLOWED_ATTRIBUTES.has(name))).toEqual([]);
    expect(JSON.stringify(spans().map(({ name, attributes }) => [name, attributes]))).not.toContain(CANARY);
  });

  it('names a path by its template, and one that is none by nothing but the method', async () => {
    await fetch(`${new URL(world.url).origin}/v1/cases/${CANARY}`, { headers: { authorization: `Bearer ${world.tokenOf(analyst)}` } });
    const known = await requestSpan();
    exporter.reset();
    await fetch(`${new URL(world.url).origin}/${CANARY}`);
    const unknown = await requestSpan();

    expect([known.name, known.attributes['http.route']]).toEqual(['GET /v1/cases/{id}', '/v1/cases/{id}']);
    expect([unknown.name, unknown.attributes['http.route']]).toEqual(['GET', undefined]);
    expect(JSON.stringify([known, unknown].map(({ name, attributes }) => [name, attributes]))).not.toContain(CANARY);
  });

  it('ends with the opening of a stream: what its events cause later is not part of it', async () => {
    const leave = new AbortController();
    const body = JSON.stringify({ query: 'subscription { caseChanged { title tenantId } }' });
    const answer = await fetch(world.url, {
      method: 'POST', body, signal: leave.signal, headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${world.tokenOf(analyst)}` },
    });
    const [{ tenantId }] = analyst.grants;
    exporter.reset();
    await database.tenantDb('svc_cases').run(forSystem(asId<'tenant'>(tenantId), 'cases'), (tx) => publish(tx, CaseOpenedV1, { ...SAMPLE, tenantId, title: 'opened' }));
    const reader = answer.body?.getReader();
    let heard = '';
    while (!heard.includes('opened')) heard += Buffer.from((await reader?.read())?.value ?? []).toString('utf8');
    // The grants of the reader are asked for again while the stream is open.
    const later = await eventually('a call for the stream', () => Promise.resolve(spans().find(({ attributes }) => attributes['rpc.service'] !== undefined)), 10_000);
    leave.abort();
    const request = await requestSpan();

    expect(request.attributes).toMatchObject({ 'graphql.operation.type': 'subscription', 'yagura.root_fields': ['caseChanged'] });
    expect(later.spanContext().traceId).not.toBe(request.spanContext().traceId);
  });
});
