import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { eventually } from './eventually';

/** A span as it came over the wire, with what its process said of itself. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** `service.name` and `process.pid` of its process. */
  readonly service: string;
  readonly pid: number;
}

// OpenTelemetry protocol 1.x in JSON: ids in hexadecimal, kinds as numbers, 64-bit integers as text or number.
const value: z.ZodType<unknown> = z.lazy(() => z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
  z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z.object({ arrayValue: z.object({ values: z.array(value).default([]) }) }).transform(({ arrayValue }) => arrayValue.values),
]));
const attributes = z.array(z.object({ key: z.string(), value })).default([]).transform((all) => Object.fromEntries(all.map(({ key, value: told }) => [key, told])));
const traceId = z.string().regex(/^[0-9a-f]{32}$/);
const spanId = z.string().regex(/^[0-9a-f]{16}$/);
const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const exported = z.object({
  resourceSpans: z.array(z.object({
    resource: z.object({ attributes }),
    scopeSpans: z.array(z.object({
      spans: z.array(z.object({
        traceId, spanId, parentSpanId: spanId.or(z.literal('')).default(''), name: z.string(), kind: z.int().min(0).max(5), attributes,
        links: z.array(z.object({ traceId, spanId })).default([]),
      })),
    })),
  })),
});

/** A collector of traces for tests: takes what processes export over HTTP, as an operator's does, and shows it. */
export class TraceCollector {
  private readonly all: CollectedSpan[] = [];
  private readonly texts: string[] = [];
  private readonly faults: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void this.take(request).then((status) => { response.writeHead(status, { 'content-type': 'application/json' }).end('{}'); });
    });
  }

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return new TraceCollector(server);
  }

  /** What `--otlp-url` takes. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Spans that arrived so far. Throws when something else arrived than the protocol allows. */
  get spans(): readonly CollectedSpan[] {
    if (this.faults.length > 0) throw new Error(`the collector was sent what is no trace: ${this.faults[0]}`);
    return this.all;
  }

  /** Everything that was sent, byte for byte, for a search of what must not be in it. */
  get sent(): string {
    return this.texts.join('\n');
  }

  /** What `look` finds among the spans once it is there; processes send theirs about a second after they end. */
  until<T>(what: string, look: (spans: readonly CollectedSpan[]) => T | undefined, withinMs = 60_000): Promise<T> {
    return eventually(what, () => Promise.resolve(look(this.spans)), withinMs);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  private async take(request: IncomingMessage): Promise<number> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString('utf8');
    this.texts.push(text);
    if (request.method !== 'POST' || request.url !== '/v1/traces') return 404;
    try {
      this.all.push(...spansOf(text));
      return 200;
    } catch (error) {
      this.faults.push(String(error));
      return 400;
    }
  }
}

function spansOf(text: string): CollectedSpan[] {
  return exported.parse(JSON.parse(text)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service, 'process.pid': pid } = resource.attributes;
    return scopeSpans.flatMap(({ spans }) => spans.map(({ kind, ...span }) => ({ ...span, kind: KINDS[kind], service: String(service), pid: Number(pid) })));
  });
}
