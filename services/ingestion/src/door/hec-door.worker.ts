import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SourceTokenRefused } from '@yagura/auth';
import { AppError } from '@yagura/kernel';
import { LOG, type Logger, type Worker } from '@yagura/runtime';
import { checkBody } from '@yagura/telemetry';
import { BatchService } from '../batch/batch.service';
import type { Holder } from '../credential/credential';
import { CredentialService } from '../credential/credential.service';
import { DOOR_SETTINGS, type DoorSettings } from '../ports';
import { QuotaService } from '../quota/quota.service';
import { busy, hecAnswer, HecRefusal, type HecAnswer, type HecCode } from './hec-answer';
import { clientKey, hecChannel, hecRoute, hecToken, type HecRoute } from './hec-request';
import { BODY_LIMITS, openBody, readBody } from './request-body';

/** Requests in work at once; each may hold one inflated body, so this bounds the door's memory. */
const MAX_IN_WORK = 32;

/** The Splunk HEC door: answers 200 only when the batch is durable in the telemetry log, and each refusal with Splunk's own code. */
@Injectable()
export class HecDoor implements Worker {
  private server?: Server;
  private stopping = false;
  private inWork = 0;
  private readonly tracer = trace.getTracer('@yagura/ingestion');

  constructor(private readonly credentials: CredentialService, private readonly quota: QuotaService, private readonly batches: BatchService,
    @Inject(DOOR_SETTINGS) private readonly settings: DoorSettings, @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    const server = createServer({ requestTimeout: BODY_LIMITS.idleMs, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => void this.handle(request, response));
    server.maxConnections = 10_000;
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.settings.port, this.settings.host, resolve);
    });
  }

  /** Port that was taken; differs from the setting when that was 0. */
  get port(): number {
    const address = this.server?.address();
    return typeof address === 'object' && address !== null ? address.port : this.settings.port;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const closed = new Promise<void>((resolve) => { this.server?.close(() => resolve()); });
    this.server?.closeIdleConnections();
    setTimeout(() => this.server?.closeAllConnections(), 5_000).unref();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answer(request).catch((error: unknown) => {
      this.log.error({ err: error }, 'the HEC door failed');
      return hecAnswer(8);
    });
    if (!request.complete) response.shouldKeepAlive = false;
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', ...answer.headers });
    response.end(JSON.stringify(answer.body));
    // A body that was not read to its end would be taken for the next request.
    if (!request.complete) request.destroy();
  }

  private async answer(request: IncomingMessage): Promise<HecAnswer> {
    const url = new URL(request.url ?? '/', 'http://door');
    const route = hecRoute(url.pathname);
    if (route === undefined) return { status: 404, body: { text: 'The requested URL was not found on this server.', code: 404 } };
    const allowed = route === 'health' ? 'GET, OPTIONS' : 'POST, OPTIONS';
    if (request.method === 'OPTIONS') return { status: 200, body: {}, headers: { allow: allowed } };
    if (!allowed.startsWith(request.method ?? '')) return { status: 405, body: { text: 'Method Not Allowed', code: 405 }, headers: { allow: allowed } };
    if (this.stopping) return hecAnswer(23);
    if (route === 'health') return hecAnswer(17);
    if (this.inWork >= MAX_IN_WORK) return busy(1);
    this.inWork += 1;
    try {
      return await this.tracer.startActiveSpan(`HEC ${route}`, { kind: SpanKind.SERVER }, async (span) => {
        const answer = await this.receive(request, url.searchParams, route);
        span.setAttribute('http.response.status_code', answer.status);
        if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        return answer;
      });
    } finally {
      this.inWork -= 1;
    }
  }

  private async receive(request: IncomingMessage, query: URLSearchParams, route: Exclude<HecRoute, 'health'>): Promise<HecAnswer> {
    let holder: Holder | undefined;
    try {
      holder = await this.admit(request, query);
      if (route === 'ack') return hecAnswer(14);
      const channel = hecChannel(request, query, route);
      return await this.take(holder, request, route, channel);
    } catch (error) {
      const { answer, evidence } = refusalOf(error);
      if (answer.status >= 500 && !(error instanceof AppError)) this.log.error({ err: error }, 'the HEC door failed');
      if (holder !== undefined) await this.batches.refuse(holder, Number(answer.body['code']), evidence).catch(() => undefined);
      return answer;
    }
  }

  /** The token comes before anything else of the request, so nobody learns more than that it is wrong. */
  private async admit(request: IncomingMessage, query: URLSearchParams): Promise<Holder> {
    const { token, isFromQuery } = hecToken(request, query);
    const holder = await this.credentials.holderOf(token);
    if (isFromQuery) throw new HecRefusal(hecAnswer(16));
    if (!holder.isOpen) throw new HecRefusal(hecAnswer(1));
    return holder;
  }

  private async take(holder: Holder, request: IncomingMessage, route: 'event' | 'raw', channel: string | undefined): Promise<HecAnswer> {
    const wire = await readBody(request);
    if (wire.length === 0) throw new HecRefusal(hecAnswer(5));
    const { raw, encoding } = await openBody(wire, request.headers['content-encoding']);
    const door = route === 'raw' ? 'hec.raw' : 'hec.event';
    const check = checkBody(raw, door);
    if (!check.ok) {
      const where: Record<string, number> = check.invalidEventNumber === undefined ? {} : { 'invalid-event-number': check.invalidEventNumber };
      throw new HecRefusal(hecAnswer(check.code as HecCode, where), { reason: `hec_${check.code}`, body: raw });
    }
    await this.quota.admit(holder, check.count, raw.length);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    await this.batches.accept(holder, {
      door, stored: wire, encoding, wireBytes: wire.length, rawBytes: raw.length, sha256, count: check.count, channel, clientKey: clientKey(request),
    });
    this.quota.accepted(holder.tenantId, raw.length);
    return hecAnswer(0);
  }
}

function refusalOf(error: unknown): { readonly answer: HecAnswer; readonly evidence?: HecRefusal['evidence'] } {
  if (error instanceof HecRefusal) return error;
  if (error instanceof SourceTokenRefused) return { answer: hecAnswer(4) };
  if (error instanceof AppError && (error.kind === 'RateLimited' || error.kind === 'Unavailable')) return { answer: busy(error.retryAfterSec ?? 5) };
  return { answer: hecAnswer(8) };
}
