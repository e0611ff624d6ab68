import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dataFolder, eventually, startYagura, type RunningYagura } from '@yagura/testing';
import { z } from 'zod';
import { QUEUE } from '../api/case-documents';
import { makeCompany, operatorOf } from '../testing/company';

const attribute = z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) });
const span = z.object({ traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), attributes: z.array(attribute).default([]) });
const exported = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })) });
type Span = z.output<typeof span>;

/** An event that a rule of the pack finds, with a word that must stay in the lake. */
const CANARY = 'canary-51c0ffee';
const EVENT = {
  host: 'ws-1', sourcetype: 'windows', event: {
    EventTime: new Date().toISOString(), Hostname: 'ws-1', EventID: 1102, Channel: 'Security', SourceName: 'Microsoft-Windows-Eventlog', SourceModuleName: 'eventlog',
    SourceModuleType: 'im_msvistalog', SubjectUserName: CANARY,
  },
};

jest.setTimeout(120_000);

describe('one trace from the door to the case', () => {
  let collector: Server;
  const bodies: string[] = [];
  let yagura: RunningYagura;

  beforeAll(async () => {
    collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        if (request.url === '/v1/traces') bodies.push(Buffer.concat(parts).toString('utf8'));
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => { collector.listen(0, '127.0.0.1', resolve); });
    yagura = await startYagura(['--otlp-url', `http://127.0.0.1:${(collector.address() as AddressInfo).port}`], dataFolder());
  });
  afterAll(async () => {
    await yagura?.remove();
    collector.close();
  });

  it('holds the request, the batch, the finding’s case and its promises, each under its cause', async () => {
    const gateway = operatorOf(yagura);
    const { token } = await makeCompany(gateway, 'trace-test');
    const response = await fetch(`${yagura.hecUrl}/services/collector/event`, { method: 'POST', body: JSON.stringify(EVENT), headers: { authorization: `Splunk ${token}` } });
    expect(response.status).toBe(200);
    await eventually('the case', async () => (await gateway.ask(QUEUE, { first: 1 })).cases.nodes.length > 0, 60_000);

    const found = await eventually('the last span of the road', async () => {
      const spans = bodies.flatMap((body) => spansOf(body));
      const request = spans.find(({ name }) => name === 'HEC event');
      const trace = spans.filter(({ traceId }) => traceId === request?.traceId);
      return Promise.resolve(trace.some(({ name }) => name.startsWith('sla yagura.case.opened')) && trace);
    }, 60_000);
    const one = (start: string): Span => {
      const named = found.filter(({ name }) => name.startsWith(start));
      expect(named.map(({ name }) => name)).toHaveLength(1);
      return named[0];
    };
    const [request, batch, opened, promised] = [one('HEC event'), one('detection batch'), one('cases yagura.finding.created'), one('sla yagura.case.opened')];

    expect(request.parentSpanId ?? '').toBe('');
    expect(batch.parentSpanId).toBe(request.spanId);
    expect(opened.parentSpanId).toBe(batch.spanId);
    expect(promised.parentSpanId).toBe(opened.spanId);
    expect(bodies.filter((body) => body.includes(CANARY) || body.includes(token))).toEqual([]);
  });
});

const spansOf = (body: string): Span[] =>
  exported.parse(JSON.parse(body)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
