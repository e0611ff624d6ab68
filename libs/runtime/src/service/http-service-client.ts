import { Agent, request as httpRequest, type ClientRequest } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Operation, OperationInput, OperationOutput } from '@yagura/contracts';
import { systemClock, type Clock } from '@yagura/kernel';
import { signCall } from './call-signature';
import { bytesOf } from './message-bytes';
import type { CallCredential, ServiceClient } from './service-edge';
import { noAnswer, notRunning } from './service.errors';
import { ANSWER_WITHIN_MS, callPath, CONNECT_WITHIN_MS, IDLE_MS, MAX_ANSWER_BYTES, readAnswer, SIGNATURE_HEADER, type WireAnswer } from './service-wire';

export interface HttpServiceClientOptions {
  /** Name of the calling process, as `SERVICE_CALLERS` lists it. */
  readonly caller: string;
  readonly key: Buffer;
  /** Where each service answers; several addresses of one service are asked in turn. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  readonly clock?: Clock;
}

/** Connections per service; more calls than this wait for one. */
const CONNECTIONS = 64;

/** Where one process answers, as a request wants it. Read once: an address would otherwise be taken apart with every call. */
interface Place { readonly protocol?: string | null; readonly hostname?: string | null; readonly port?: string | number | null }

/**
 * Calls services in processes of their own: HTTP with JSON over kept connections, each call signed by this process. A call is offered to the next
 * address only when it was certainly not taken by the last one, so that nothing is done twice. Throws the service's own refusals, and
 * Unavailable when nobody takes the call (`service.not_running`) or the answer fails to come (`service.no_answer`).
 */
export class HttpServiceClient implements ServiceClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, timeout: IDLE_MS.caller, scheduling: 'fifo' });
  private readonly clock: Clock;
  private readonly tracer = trace.getTracer('@yagura/runtime');
  private readonly places: ReadonlyMap<string, readonly Place[]>;
  private turn = 0;

  constructor(private readonly options: HttpServiceClientOptions) {
    this.clock = options.clock ?? systemClock;
    this.places = new Map(Object.entries(options.addresses).map(([service, addresses]) => [service, addresses.map(placeOf)]));
  }

  async call<Op extends Operation>(op: Op, { token, assertion, tenantId, correlationId }: CallCredential, input: OperationInput<Op>): Promise<OperationOutput<Op>> {
    const body = Buffer.from(JSON.stringify({ credential: { token, assertion, tenantId, correlationId }, input }));
    const name = `${op.service}.${op.name}`;
    return this.tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes: { 'rpc.service': op.service, 'rpc.method': op.name } }, async (span) => {
      try {
        return readAnswer(name, await this.answerOf(op, body)) as OperationOutput<Op>;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private async answerOf(op: Operation, body: Buffer): Promise<WireAnswer> {
    const known = this.places.get(op.service) ?? [];
    this.turn += 1;
    let cause: unknown;
    // One more than there are addresses: a kept connection may have ended without its service having ended.
    for (let tries = 0; tries <= known.length && known.length > 0; tries += 1) {
      const answer = await this.ask(known[(this.turn + tries) % known.length], op, body);
      if (!('lost' in answer)) return answer;
      cause = answer.lost;
      if (!answer.isSafe) throw noAnswer(op.service, cause);
    }
    throw notRunning(op.service, cause);
  }

  private ask(place: Place, op: Operation, body: Buffer): Promise<WireAnswer | Lost> {
    const headers: Record<string, string | number> = {
      'content-type': 'application/json', 'content-length': body.length,
      [SIGNATURE_HEADER]: signCall(this.options.key, this.options.caller, { service: op.service, operation: op.name, body }, this.clock.now().getTime()),
    };
    propagation.inject(context.active(), headers);
    return new Promise((done) => {
      let isSent = false;
      const request = httpRequest({ ...place, path: callPath(op.service, op.name), method: 'POST', agent: this.agent, headers });
      const timer = setTimeout(() => { request.destroy(new RangeError('no answer in time')); }, ANSWER_WITHIN_MS);
      const resolve = (ending: WireAnswer | Lost): void => {
        clearTimeout(timer);
        done(ending);
      };
      // A question may be asked again although it was sent: it changes nothing. A connection that never was has carried nothing.
      const lost = (cause: unknown): void => resolve({ lost: cause, isSafe: !isSent || (request.reusedSocket && op.demands.endsWith(':read')) });
      request.once('error', lost);
      request.once('response', (response) => void bytesOf(response, MAX_ANSWER_BYTES, tooLarge).then((bytes) => resolve({ status: response.statusCode ?? 0, text: bytes.toString('utf8') }), (cause: unknown) => resolve({ lost: cause, isSafe: false })));
      whenConnected(request, () => {
        isSent = true;
        request.end(body);
      });
    });
  }
}

interface Lost { readonly lost: unknown; readonly isSafe: boolean }

/** Nothing is written before the connection stands, so that a failure before this moment is one of a call that nobody has seen. */
function whenConnected(request: ClientRequest, send: () => void): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) {
      send();
      return;
    }
    const timer = setTimeout(() => { socket.destroy(new RangeError('no connection in time')); }, CONNECT_WITHIN_MS);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      send();
    });
  });
}

const tooLarge = (): Error => new RangeError('the answer is larger than any that a service gives');

function placeOf(address: string): Place {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(address));
  return { protocol, hostname, port };
}
