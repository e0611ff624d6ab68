import { trace } from '@opentelemetry/api';
import { MemberChangedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { forSystem, newId, type TenantId } from '@yagura/kernel';
import { ConsumerRuntime, OnEvent, PostgresDomainEvents, publish } from '@yagura/messaging';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from './tracing';

class Follower {
  readonly spans: string[] = [];

  @OnEvent(MemberChangedV1)
  async memberChanged(tx: TenantTx, data: { displayName: string }): Promise<void> {
    this.spans.push(trace.getActiveSpan()?.spanContext().spanId ?? '');
    // What a handler publishes goes on in the same trace.
    if (data.displayName === 'first') await publish(tx, { ...MemberChangedV1, owner: 'cases' }, memberOf(tx.tenantId, 'second'));
  }
}
const memberOf = (tenantId: TenantId, displayName: string) => ({ tenantId, userId: newId(), roles: [], audience: 'staff' as const, active: true, displayName });

describe('the trace of a domain event', () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;
  let database: TestDatabase;
  let events: PostgresDomainEvents;
  let runtime: ConsumerRuntime;
  const follower = new Follower();
  beforeAll(async () => {
    tracing = startTracing(new SimpleSpanProcessor(exporter));
    database = await testDatabase();
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    runtime = new ConsumerRuntime('cases', database.tenantDb('svc_cases'), events, [follower], { warn: () => undefined, error: () => undefined });
    await events.start();
    runtime.start();
  });
  afterAll(async () => {
    await runtime.stop();
    await events.stop();
    await database.drop();
    await tracing.stop();
  });

  it('leads from whoever published it through each consumer to what that consumer publishes', async () => {
    const tenantId = newId<'tenant'>();
    const tenants = database.tenantDb('svc_tenants');
    const root = await trace.getTracer('spec').startActiveSpan('the cause', async (span) => {
      await tenants.run(forSystem(tenantId, 'tenants'), (tx) => publish(tx, MemberChangedV1, memberOf(tenantId, 'first')));
      span.end();
      return span.spanContext();
    });

    await eventually('both events', () => Promise.resolve(follower.spans.length === 2));
    const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
    const spans = await eventually('both spans', () => {
      const found = named(`process ${MemberChangedV1.topic}`);
      return Promise.resolve(found.length === 2 && found);
    });
    const creations = named(`create ${MemberChangedV1.topic}`);

    expect([...spans, ...creations].map((span) => span.spanContext().traceId)).toEqual(Array.from({ length: 4 }, () => root.traceId));
    expect(creations.map((span) => span.parentSpanContext?.spanId)).toEqual([root.spanId, spans[0].spanContext().spanId]);
    expect(spans.map((span) => span.parentSpanContext?.spanId)).toEqual(creations.map((span) => span.spanContext().spanId));
    expect(follower.spans).toEqual(spans.map((span) => span.spanContext().spanId));
  });
});
