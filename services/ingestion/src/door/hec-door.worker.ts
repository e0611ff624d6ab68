import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SourceTokenRefused } from '@yagura/auth';
import { forNobody, RateLimited, Unavailable, type TenantContext } from '@yagura/kernel';
import { LOG, type Logger, type Worker } from '@yagura/runtime';
import type { CheckedBody, Evidence } from '../batch/batch';
import { BatchService } from '../batch/batch.service';
import { contextOf, type Holder } from '../credential/credential';
import { CredentialService } from '../credential/credential.service';
import { DOOR_SETTINGS, type DoorSettings } from '../ports';
import { QuotaService } from '../quota/quota.service';
import { checkedBody } from './checked-body';
import { busy, hecAnswer, HecRefusal, unknownPath, wrongMethod, type HecAnswer } from './hec-answer';
import { clientKey, hecChannel, hecTarget, hecToken, methodOf, type HecRoute } from './hec-request';
import { BODY_LIMITS } from './request-body';
import { sendAnswer } from './send-answer';
import { WorkSlots } from './work-slots';

/** Requests in work at once: each may hold a body of ten megabytes, so this bounds the door's memory. One tenant gets half at most. */
const SLOTS = { total: 32, perHolder: 16, waiting: 1_024, holdMs: 5_000 } as const;
const DRAIN_MS = 5_000;
const HEALTH = { free: 17, near_full: 24, full: 18 } as const;

/** The Splunk HEC door: answers 200 only when the batch is durable in the telemetry log, and each refusal with Splunk's own code. */
@Injectable()
export class HecDoor implements Worker {
  private server?: Server;
  private stopping = false;
  private readonly slots = new WorkSlots(SLOTS);
  private readonly tracer = trace.getTracer('@yagura/ingestion');

  constructor(private readonly credentials: CredentialService, private readonly quota: QuotaService, private readonly batches: BatchService,
    @Inject(DOOR_SETTINGS) private readonly settings: DoorSettings, @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    const server = createServer({ requestTimeout: BODY_LIMITS.idleMs, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => void this.answer(request).then((answer) => {
        // A connection that is kept would hold up the stop until it is cut.
        if (this.stopping) response.shouldKeepAlive = false;
        sendAnswer(request, response, answer);
      }));
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

  /** Refuses what comes from now on, and lets what is in work end. */
  async stop(): Promise<void> {
    this.stopping = true;
    const closed = new Promise<void>((resolve) => { this.server?.close(() => resolve()); });
    this.server?.closeIdleConnections();
    setTimeout(() => this.server?.closeAllConnections(), DRAIN_MS).unref();
    await closed;
  }

  private async answer(request: IncomingMessage): Promise<HecAnswer> {
    const target = hecTarget(request.url ?? '');
    if (target === undefined) return unknownPath();
    const method = methodOf(target.route);
    const allow = `${method}, OPTIONS`;
    if (request.method === 'OPTIONS') return { status: 200, body: {}, headers: { allow } };
    if (request.method !== method) return wrongMethod(allow);
    if (this.stopping) return hecAnswer(23);
    if (target.route === 'health') return this.health();
    return this.inSpan(request, target.query, target.route);
  }

  private async health(): Promise<HecAnswer> {
    try {
      return hecAnswer(HEALTH[await this.quota.logLevel(forNobody('ingestion'))]);
    } catch {
      // Without its database the door can accept nothing, which is what a load balancer asks.
      return hecAnswer(18);
    }
  }

  /** One trace begins here: a sender's own trace context is a stranger's text and is not taken over. */
  private inSpan(request: IncomingMessage, query: URLSearchParams, route: Exclude<HecRoute, 'health'>): Promise<HecAnswer> {
    return this.tracer.startActiveSpan(`HEC ${route}`, { kind: SpanKind.SERVER, root: true }, async (span) => {
      const answer = await this.receive(request, query, route);
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      return answer;
    });
  }

  private async receive(request: IncomingMessage, query: URLSearchParams, route: Exclude<HecRoute, 'health'>): Promise<HecAnswer> {
    let holder: Holder | undefined;
    try {
      // The token comes before anything else of the request, so nobody learns more than that it is wrong.
      const { token, isFromQuery } = hecToken(request, query);
      holder = await this.credentials.holderOf(forNobody('ingestion'), { token, address: request.socket.remoteAddress ?? '' });
      if (isFromQuery) throw new HecRefusal(hecAnswer(16));
      if (!holder.isOpen) throw new HecRefusal(hecAnswer(1));
      if (route === 'ack') throw new HecRefusal(hecAnswer(14));
      return await this.take(holder, request, route, hecChannel(request, query, route));
    } catch (error) {
      return this.refused(holder, error);
    }
  }

  private async take(holder: Holder, request: IncomingMessage, route: 'event' | 'raw', channel: string | undefined): Promise<HecAnswer> {
    const release = await this.slots.take(holder.tenantId);
    try {
      await this.store(contextOf(holder), holder, await checkedBody(request, `hec.${route}`, { channel, clientKey: clientKey(request) }));
      return hecAnswer(0);
    } finally {
      release();
    }
  }

  private async store(ctx: TenantContext, holder: Holder, body: CheckedBody): Promise<void> {
    const giveBack = await this.quota.admit(ctx, holder, body.count, body.rawBytes);
    await this.batches.accept(ctx, holder, body).catch((error: unknown) => {
      giveBack();
      throw error;
    });
  }

  private async refused(holder: Holder | undefined, error: unknown): Promise<HecAnswer> {
    const { answer, evidence, isOurs } = refusalOf(error);
    if (isOurs) this.log.error({ err: error }, 'the HEC door failed');
    if (holder !== undefined) {
      await this.batches.refuse(contextOf(holder), holder, Number(answer.body['code']), evidence)
        .catch((cause: unknown) => this.log.warn({ err: cause, sourceId: holder.sourceId }, 'a refusal could not be counted'));
    }
    return answer;
  }
}

interface Refused { readonly answer: HecAnswer; readonly evidence?: Evidence; readonly isOurs: boolean }

/** What a failure means for the sender, and whether it is ours to mend. An outage is answered as overload, so that every sender repeats. */
function refusalOf(error: unknown): Refused {
  if (error instanceof HecRefusal) return { answer: error.answer, evidence: error.evidence, isOurs: false };
  if (error instanceof SourceTokenRefused) return { answer: hecAnswer(4), isOurs: false };
  if (error instanceof RateLimited) return { answer: busy(error.retryAfterSec ?? 1), isOurs: false };
  if (error instanceof Unavailable) return { answer: busy(error.retryAfterSec ?? 5), isOurs: true };
  return { answer: hecAnswer(8), isOurs: true };
}
