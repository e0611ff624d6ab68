import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, propagation } from '@opentelemetry/api';
import { AppError, InvalidInput, systemClock, type Clock } from '@yagura/kernel';
import type { Logger } from 'pino';
import { verifyCall, type CallRights } from './call-signature';
import { bytesOf } from './message-bytes';
import { notRunning } from './service.errors';
import type { ServiceEdge } from './service-edge';
import { callBody, calledBy, doneAnswer, failedAnswer, MAX_CALL_BYTES, SIGNATURE_HEADER, type WireAnswer } from './service-wire';

/**
 * Takes the calls of other processes and hands them to the edge of this one, which verifies the person's token and grants as it does for a
 * call from within. The signature of the calling process comes first: without it, no token of a person is even looked at (ADR 0016).
 */
export class HttpServiceEdge {
  private underWay = 0;
  private closing = false;

  constructor(private readonly edge: ServiceEdge, private readonly rights: CallRights, private readonly log: Logger, private readonly clock: Clock = systemClock) {}

  /** Calls that are being answered now. */
  get calls(): number {
    return this.underWay;
  }

  /** From now on each answer asks its caller to connect anew, elsewhere. */
  close(): void {
    this.closing = true;
  }

  /** Answers a request whose path is that of an operation; false for any other path. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const called = calledBy(request.url ?? '');
    if (called === undefined || request.method !== 'POST') return false;
    this.underWay += 1;
    try {
      const parent = propagation.extract(context.active(), request.headers);
      const { status, text } = await context.with(parent, () => this.carryOut(called, request));
      const isUnread = !request.complete;
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...(this.closing || isUnread ? { connection: 'close' } : {}) });
      response.end(text);
    } finally {
      this.underWay -= 1;
    }
    return true;
  }

  private async carryOut({ service, operation: name }: { service: string; operation: string }, request: IncomingMessage): Promise<WireAnswer> {
    try {
      const body = await bytesOf(request, MAX_CALL_BYTES, tooLarge);
      const signature = request.headers[SIGNATURE_HEADER];
      verifyCall(this.rights, typeof signature === 'string' ? signature : undefined, { service, operation: name, body }, this.clock.now().getTime());
      const op = this.edge.operation(service, name);
      if (op === undefined) throw notRunning(service);
      const { credential, input } = parsed(body);
      return doneAnswer(await this.edge.call(op, credential, input as never));
    } catch (error) {
      if (!(error instanceof AppError)) this.log.debug({ operation: `${service}.${name}` }, 'a call of another process failed unexpectedly');
      return failedAnswer(error);
    }
  }
}

const tooLarge = (): InvalidInput => new InvalidInput(`A call takes at most ${MAX_CALL_BYTES} bytes.`, { slug: 'service.call_too_large' });

function parsed(body: Buffer): ReturnType<typeof callBody.parse> {
  try {
    return callBody.parse(JSON.parse(body.toString('utf8')));
  } catch {
    throw new InvalidInput('The body is not one of a call.', { slug: 'service.call_malformed' });
  }
}
