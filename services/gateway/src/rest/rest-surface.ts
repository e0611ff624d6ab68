import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
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
import { problem, problemOf, type ProblemAnswer } from './problem';
import { restAnswer, type RestAnswer } from './rest-answer';
import { restDocuments } from './rest-document';
import { restOperation, type RestOperation } from './rest-operation';

interface Carried { readonly req: HttpRequest; readonly rest?: RestRequest }

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

  constructor(@Inject(LOG) private readonly log: Logger) {}

  /** Stands behind the sign-in and before everything that looks at a document. */
  readonly plugin: Plugin<object, Carried> = {
    onYogaInit: ({ yoga }) => { this.pipeline = yoga; },
    onParams: ({ context, params, setParams }) => {
      if (context.rest !== undefined) setParams({ ...params, query: context.rest.operation.text, variables: variablesOf(context.rest) });
    },
  };

  async answer(req: HttpRequest, rest: RestRequest): Promise<RestAnswer | ProblemAnswer> {
    const { data, errors } = await this.run(req, rest);
    const [first] = errors ?? [];
    if (first !== undefined) return problemOf(this.shown(first), rest.operation.parameters.map(({ name }) => name));
    const [path] = req.originalUrl.split('?');
    return data == null ? { problem: problem(500, 'internal', 'Something went wrong on our side.') } : restAnswer(rest.operation, data, path, rest.query);
  }

  private async run(req: HttpRequest, rest: RestRequest): Promise<Pick<ExecutionResult, 'data' | 'errors'>> {
    if (this.pipeline === undefined) return {};
    try {
      const result = await this.pipeline.getResultForParams({ params: {}, request: new Request('http://gateway/graphql', { method: 'POST' }) }, { req, rest });
      return result !== undefined && !(Symbol.asyncIterator in result) ? result : {};
    } catch (error) {
      return { errors: [this.shown(error)] };
    }
  }

  private shown(error: unknown): ReturnType<typeof presentable> {
    return presentable(error, (cause) => this.log.error({ err: cause }, 'a partner’s request failed unexpectedly'));
  }
}

function variablesOf(rest: RestRequest): Record<string, unknown> {
  try {
    return bound(rest);
  } catch (error) {
    throw isRefusal(error) ? refusal(error) : error;
  }
}
