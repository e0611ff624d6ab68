import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { asId, forSystem, Unavailable } from '@yagura/kernel';
import { LOG } from '@yagura/runtime';
import type { Request as HttpRequest } from 'express';
import { buildSchema, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Plugin, YogaServer } from 'graphql-yoga';
import type { Logger } from 'pino';
import { presentable, refusal } from '../request/error-mapping';
import { schemaFiles } from '../request/graphql-options';
import { isRefusal } from '../request/gateway-context';
import { documentHash } from '../request/registered-documents';
import { bound, type RestRequest } from './bound-request';
import { keyed, type Caller } from './idempotency';
import { IdempotencyService, type Turn } from './idempotency.service';
import { problem, problemOf, type ProblemAnswer } from './problem';
import { restAnswer, type RestAnswer } from './rest-answer';
import { restDocuments } from './rest-document';
import { restOperation, type RestOperation } from './rest-operation';

/** A request on its way; a change keeps here whether it was the first of its key. */
interface Way { readonly request: RestRequest; turn?: Turn }
interface Carried { readonly req: HttpRequest; readonly rest?: Way }
type CallerOf = (request: HttpRequest) => Promise<Caller>;

/** Operations of the partner surface as the schema's files and its own documents make them. */
export function restOperations(schema: GraphQLSchema = buildSchema(schemaFiles().map((file) => readFileSync(file, 'utf8')).join('\n'))): RestOperation[] {
  return restDocuments().map((document) => restOperation(schema, document));
}

/** Runs requests of partners as registered documents in the pipeline of the GraphQL API: the same sign-in, guards, limits and masking (ADR 0012). */
@Injectable()
export class RestSurface {
  readonly operations: readonly RestOperation[] = restOperations();
  /** Their documents as the pipeline knows registered ones, by hash. */
  readonly documents: ReadonlyMap<string, string> = new Map(this.operations.map(({ text }) => [documentHash(text), text]));
  private pipeline?: Pick<YogaServer<Carried, object>, 'getResultForParams'>;

  private callerOf?: CallerOf;

  constructor(@Inject(LOG) private readonly log: Logger, private readonly idempotency: IdempotencyService) {}

  /** Learns from the pipeline who sent a request. */
  meet(callerOf: CallerOf): void {
    this.callerOf = callerOf;
  }


  /** Stands behind the sign-in and before everything that looks at a document. */
  readonly plugin: Plugin<object, Carried> = {
    onYogaInit: ({ yoga }) => { this.pipeline = yoga; },
    onParams: async ({ context, params, setParams, setResult }) => {
      if (context.rest === undefined) return;
      const variables = refusing(bound)(context.rest.request);
      setParams({ ...params, query: context.rest.request.operation.text, variables });
      if (context.rest.request.operation.place.method === 'GET') return;
      context.rest.turn = await this.turnOf(context.req, context.rest.request, variables);
      if (!context.rest.turn.isFirst) setResult({ data: context.rest.turn.data as Record<string, unknown> });
    },
  };

  async answer(req: HttpRequest, request: RestRequest): Promise<RestAnswer | ProblemAnswer> {
    try {
      return await this.answered(req, { request });
    } catch (error) {
      return problemOf(this.shown(error), []);
    }
  }

  private async answered(req: HttpRequest, way: Way): Promise<RestAnswer | ProblemAnswer> {
    const { request } = way;
    const { data, errors } = await this.run(req, way);
    const [first] = errors ?? [];
    const refused = first === undefined ? undefined : problemOf(this.shown(first), ['Idempotency-Key', ...request.operation.parameters.map(({ name }) => name)]);
    await this.end(way, data, refused);
    if (refused !== undefined) return refused;
    const [path] = req.originalUrl.split('?');
    return data == null ? { problem: problem(500, 'internal', 'Something went wrong on our side.') } : restAnswer(request.operation, data, path, request.query);
  }

  private async run(req: HttpRequest, rest: Way): Promise<Pick<ExecutionResult, 'data' | 'errors'>> {
    if (this.pipeline === undefined) return {};
    try {
      const result = await this.pipeline.getResultForParams({ params: {}, request: new Request('http://gateway/graphql', { method: 'POST' }) }, { req, rest });
      return result !== undefined && !(Symbol.asyncIterator in result) ? result : {};
    } catch (error) {
      return { errors: [this.shown(error)] };
    }
  }

  private async turnOf(req: HttpRequest, request: RestRequest, variables: Record<string, unknown>): Promise<Turn> {
    try {
      if (this.callerOf === undefined) throw new Unavailable('The API is starting.', { slug: 'rest.not_ready', retryAfterSec: 1 });
      const caller = await this.callerOf(req);
      return await this.idempotency.begin(forSystem(asId<'tenant'>(caller.homeTenantId), 'gateway'), keyed(request, variables, caller));
    } catch (error) {
      throw isRefusal(error) ? refusal(error) : error;
    }
  }

  /** A change that was refused had no effect and gives its key back; one that failed on our side may have had one, so its key stays refused. */
  private async end({ turn, request }: Way, data: unknown, refused: ProblemAnswer | undefined): Promise<void> {
    if (turn?.isFirst !== true) return;
    if (refused === undefined && data != null) await this.idempotency.settle(turn.ctx, turn.request, data, request.operation.place.secret === true);
    if (refused !== undefined && refused.problem.status < 500) await this.idempotency.release(turn.ctx, turn.request);
  }

  private shown(error: unknown): ReturnType<typeof presentable> {
    return presentable(error, (cause) => this.log.error({ err: cause }, 'a partner’s request failed unexpectedly'));
  }
}

/** What a request's own part refuses, in the pipeline's words. */
const refusing = <Given, Made>(make: (given: Given) => Made) => (given: Given): Made => {
  try {
    return make(given);
  } catch (error) {
    throw isRefusal(error) ? refusal(error) : error;
  }
};
