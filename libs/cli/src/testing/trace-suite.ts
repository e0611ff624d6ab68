/// <reference types="jest" />
import { randomBytes, randomUUID } from 'node:crypto';
import { ALLOWED_ATTRIBUTES } from '@yagura/runtime/tracing';
import { QUEUE } from '../api/case-documents';
import { operatorOf, type Company, type Place } from './company';

/** A span as it left its process. */
export interface SeenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** What its process serves, and the number of that process. */
  readonly service: string;
  readonly pid: number;
}

/** What arrived at a collector. `sent` is all of it, byte for byte. */
export interface SeenTraces {
  readonly spans: readonly SeenSpan[];
  readonly sent: string;
  until<T>(what: string, look: (spans: readonly SeenSpan[]) => T | undefined): Promise<T>;
}

/** An installation that exports its traces to `collector`. */
export interface TracedInstallation {
  readonly place: Place & { readonly hecUrl: string };
  readonly collector: SeenTraces;
  readonly company: Company;
  /** What carries both lanes. */
  readonly system: 'kafka' | 'postgresql';
  /** True when every service has a process of its own. */
  readonly isApart: boolean;
}

/**
 * Two tests in the suite that calls it: one line's way from the door to the promises of its case is one trace without a gap, and so is a
 * question's from the gateway to the service that answers. `installation` is asked when a test begins.
 */
export function tracesTheRoad(installation: () => TracedInstallation): void {
  it('traces one line from the door over both lanes to its case and the case’s promises', async () => {
    const { place, collector, company, system, isApart } = installation();
    const stranger = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
    const secret = `traced-${randomUUID()}`;
    await send(place.hecUrl, company.token, secret, `00-${stranger.traceId}-${stranger.spanId}-01`);
    const promised = await collector.until('the last span of the road', (spans) => road(spans, stranger.traceId));
    const [door, append, batch, told, grouped, opened, clocks] = promised;

    expect(promised.map(({ name, kind }) => [name, kind])).toEqual([
      ['HEC event', 'server'], ['append telemetry.raw', 'producer'], ['process telemetry.raw', 'consumer'], ['create detection.finding', 'producer'],
      ['process detection.finding', 'consumer'], ['create case.lifecycle', 'producer'], ['process case.lifecycle', 'consumer'],
    ]);
    expect(new Set(promised.map(({ traceId }) => traceId))).toEqual(new Set([door.traceId]));
    expect([append, batch, grouped, clocks].map(({ attributes }) => attributes['messaging.system'])).toEqual([system, system, system, system]);
    expect(promised.map(({ attributes }) => attributes['yagura.tenant_id'])).toEqual(promised.map(() => company.tenantId));
    expect(opened.attributes['yagura.event_type']).toBe('yagura.case.opened.v1');
    expect([door, batch, grouped, clocks].map(({ service }) => service)).toEqual(isApart ? ['ingestion', 'detection', 'cases', 'sla'] : ['all-in-one', 'all-in-one', 'all-in-one', 'all-in-one']);
    expect(new Set([door, batch, grouped, clocks].map(({ pid }) => pid)).size).toBe(isApart ? 4 : 1);
    expect([append.pid, told.pid, opened.pid]).toEqual([door.pid, batch.pid, grouped.pid]);

    // What the sender said of a trace is a link of the door's own span, and nothing else.
    expect(door).toMatchObject({ parentSpanId: '', links: [stranger] });
    expect(collector.spans.filter(({ traceId }) => traceId === stranger.traceId)).toEqual([]);
    expect(collector.spans.filter(({ parentSpanId }) => parentSpanId === stranger.spanId)).toEqual([]);
    if (system === 'kafka') {
      const relayed = await collector.until('the relay’s sending of the finding', (spans) => spans.find(({ name, links }) =>
        name === 'send detection.finding' && links.some(({ spanId }) => spanId === told.spanId)));
      expect({ service: relayed.service, parent: relayed.parentSpanId }).toEqual({ service: isApart ? 'relay' : 'all-in-one', parent: '' });
    }
    tellsNothingOf([secret, company.slug, company.token], collector);
  });

  it('traces a question from the gateway to the service that answers', async () => {
    const { place, collector, isApart } = installation();
    const before = new Set(collector.spans);
    await operatorOf(place).ask(QUEUE, { first: 1 });
    const [asked, answered] = await collector.until('the spans of the question', (spans) => question(spans, before, isApart));

    expect(asked).toMatchObject({
      name: 'POST /graphql', kind: 'server', parentSpanId: '', service: isApart ? 'gateway' : 'all-in-one',
      attributes: { 'graphql.operation.type': 'query', 'yagura.root_fields': ['cases'], 'http.response.status_code': 200 },
    });
    expect(answered).toMatchObject({
      traceId: asked.traceId, kind: isApart ? 'server' : 'internal', service: isApart ? 'cases' : 'all-in-one', attributes: { 'rpc.service': 'cases', 'rpc.method': 'queue' },
    });
    expect(answered.pid === asked.pid).toBe(!isApart);
  });
}

/** An event that a rule of the pack finds, on a machine of its own, so that it opens a case of its own. */
async function send(hecUrl: string, token: string, host: string, traceparent: string): Promise<void> {
  const event = {
    EventTime: new Date().toISOString(), Hostname: host, EventID: 1102, Channel: 'Security', SourceName: 'Microsoft-Windows-Security-Auditing',
    SourceModuleName: 'eventlog', SourceModuleType: 'im_msvistalog', SubjectUserName: host,
  };
  const response = await fetch(`${hecUrl}/services/collector/event`, {
    method: 'POST', body: JSON.stringify({ host, sourcetype: 'windows', event }), headers: { authorization: `Splunk ${token}`, traceparent, baggage: `tenant=${host}` },
  });
  await response.arrayBuffer();
  expect(response.status).toBe(200);
}

type Road = [door: SeenSpan, append: SeenSpan, batch: SeenSpan, told: SeenSpan, grouped: SeenSpan, opened: SeenSpan, clocks: SeenSpan];

/** The spans that one span caused, directly. */
const under = (spans: readonly SeenSpan[], { traceId, spanId }: SeenSpan): SeenSpan[] =>
  spans.filter((span) => span.traceId === traceId && span.parentSpanId === spanId);

/** The spans from the door's down to that of the case's promises, each the parent of the next; undefined until all have arrived. */
function road(spans: readonly SeenSpan[], sender: string): Road | undefined {
  const next = (parent: SeenSpan | undefined, name: string, facts: Readonly<Record<string, unknown>> = {}): SeenSpan | undefined =>
    (parent === undefined ? undefined : under(spans, parent).find((span) => span.name === name && Object.entries(facts).every(([key, told]) => span.attributes[key] === told)));
  const door = spans.find(({ links }) => links.some(({ traceId }) => traceId === sender));
  const append = next(door, 'append telemetry.raw');
  const batch = next(append, 'process telemetry.raw');
  const told = next(batch, 'create detection.finding');
  const grouped = next(told, 'process detection.finding', { 'messaging.consumer.group.name': 'cases' });
  const opened = next(grouped, 'create case.lifecycle', { 'yagura.event_type': 'yagura.case.opened.v1' });
  const clocks = next(opened, 'process case.lifecycle', { 'messaging.consumer.group.name': 'sla' });
  const all = [door, append, batch, told, grouped, opened, clocks];
  return all.every((span) => span !== undefined) ? (all as Road) : undefined;
}

/** The gateway's span of a question about the queue, and that of the service's answer; between processes the call itself has one too. */
function question(spans: readonly SeenSpan[], before: ReadonlySet<SeenSpan>, isApart: boolean): [asked: SeenSpan, answered: SeenSpan] | undefined {
  const asked = spans.find((span) => !before.has(span) && span.name === 'POST /graphql');
  if (asked === undefined) return undefined;
  const calling = isApart ? under(spans, asked).find(({ name, kind }) => name === 'cases.queue' && kind === 'client') : asked;
  const answered = calling === undefined ? undefined : under(spans, calling).find(({ name }) => name === 'cases.queue');
  return answered === undefined ? undefined : [asked, answered];
}

/** Ids, counts and names of ours, and not a word of what went through. */
function tellsNothingOf(words: readonly string[], { spans, sent }: SeenTraces): void {
  expect([...new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)))].filter((name) => !ALLOWED_ATTRIBUTES.has(name))).toEqual([]);
  expect(words.filter((word) => sent.includes(word))).toEqual([]);
}
