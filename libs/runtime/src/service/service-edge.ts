import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AssertionReader, contextFrom, requirementOf, type TokenVerifier, type VerifiedToken } from '@yagura/auth';
import type { Operation, OperationInput, OperationOutput, OperationParsed, ServiceApi } from '@yagura/contracts';
import { AppError, InvalidInput, newId, systemClock, type Clock, type TenantContext } from '@yagura/kernel';
import type { Logger } from 'pino';
import { meter } from '../process/meter';
import { notRunning } from './service.errors';

/** What travels with a call between the gateway and a service. Every edge verifies it again (ADR 0002). */
export interface CallCredential {
  readonly token: string;
  /** Signed by `tenants` within the last four seconds; absent only for the question that fetches it. */
  readonly assertion?: string;
  /** The tenant that the caller named; it selects among the grants and gives nothing. */
  readonly tenantId?: string;
  readonly correlationId?: string;
}

/** A service's side of its API: every operation as a method `(ctx, input)`; operations that demand only a token get the token. */
export type Implements<Api extends ServiceApi> = {
  readonly [Name in keyof Api]: (ctx: Api[Name]['demands'] extends 'token' ? VerifiedToken : TenantContext, input: OperationParsed<Api[Name]>) => Promise<OperationOutput<Api[Name]>>;
};

/** Calls services. In one process it dispatches to their edges; over the wire the same credential and trace travel along. */
export interface ServiceClient {
  call<Op extends Operation>(op: Op, credential: CallCredential, input: OperationInput<Op>): Promise<OperationOutput<Op>>;
}

/** From a look at a cache to the longest transaction. */
const BUCKETS_SEC = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Handler = (ctx: unknown, input: unknown) => Promise<unknown>;

/**
 * The edge of all services in this process: verifies token and assertion, makes the context, parses the input, and only then reaches a
 * controller. A controller's method without the mark of its operation's permission is refused at start, not at the first call.
 */
export class ServiceEdge implements ServiceClient {
  private readonly offered = new Map<string, { readonly op: Operation; readonly handler: Handler }>();
  private readonly tracer = trace.getTracer('@yagura/runtime');
  private readonly assertions: AssertionReader;
  private readonly durations = meter().createHistogram('yagura_call_duration_seconds', { description: 'calls of operations, by operation and ending', advice: { explicitBucketBoundaries: BUCKETS_SEC } });

  constructor(private readonly verifier: TokenVerifier, assertionKey: Buffer, private readonly log: Logger, private readonly clock: Clock = systemClock) {
    this.assertions = new AssertionReader(assertionKey);
  }

  register<Api extends ServiceApi>(api: Api, controller: Implements<Api>): void {
    for (const op of Object.values(api)) {
      const mark = requirementOf(controller, op.name);
      const agrees = op.demands === 'token' ? mark?.kind === 'public' : mark?.kind === 'permission' && mark.permission === op.demands;
      if (!agrees) throw new TypeError(`${op.service}.${op.name} is not marked with what its contract demands (${op.demands})`);
      const method: unknown = Reflect.get(controller, op.name);
      if (typeof method !== 'function') throw new TypeError(`${op.service}.${op.name} has no method`);
      this.offered.set(`${op.service}.${op.name}`, { op, handler: (ctx, input) => method.call(controller, ctx, input) as Promise<unknown> });
    }
  }

  /** The operation of that name as it was registered here; what a caller says of it counts for nothing. */
  operation(service: string, name: string): Operation | undefined {
    return this.offered.get(`${service}.${name}`)?.op;
  }

  async call<Op extends Operation>(op: Op, credential: CallCredential, input: OperationInput<Op>): Promise<OperationOutput<Op>> {
    const name = `${op.service}.${op.name}`;
    const handler = this.offered.get(name)?.handler;
    if (handler === undefined) throw notRunning(op.service);
    // A call from another process is a request to this one; within one process it is a step.
    const kind = trace.getSpanContext(context.active())?.isRemote === true ? SpanKind.SERVER : SpanKind.INTERNAL;
    return this.tracer.startActiveSpan(name, { kind, attributes: { 'rpc.service': op.service, 'rpc.method': op.name } }, async (span) => {
      const began = this.clock.monotonicMs();
      let ending = 'done';
      try {
        const ctx = await this.admit(op, credential);
        return (await handler(ctx, parse(op, input))) as OperationOutput<Op>;
      } catch (error) {
        ending = error instanceof AppError ? error.kind : 'fault';
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', ending);
        if (!(error instanceof AppError)) this.log.error({ operation: name, err: error }, 'an operation failed unexpectedly');
        throw error;
      } finally {
        this.durations.record((this.clock.monotonicMs() - began) / 1_000, { operation: name, ending });
        span.end();
      }
    });
  }

  private async admit(op: Operation, credential: CallCredential): Promise<TenantContext | VerifiedToken> {
    const token = await this.verifier.verify(credential.token);
    if (op.demands === 'token') return token;
    const assertion = this.assertions.verify(token, credential.assertion ?? '', this.clock.now().getTime());
    return contextFrom(token, assertion, { tenantId: credential.tenantId, permission: op.demands, correlationId: credential.correlationId ?? newId() });
  }
}

function parse(op: Operation, input: unknown): unknown {
  const parsed = op.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue.path.map(String).join('.');
  throw new InvalidInput(`${path === '' ? 'The input' : path}: ${issue.message}.`, { slug: 'input.invalid', path });
}
