import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { endDoorSpan, startDoorSpan } from '@yagura/runtime';
import type { NextFunction, Request, Response } from 'express';
import { Kind, subscribe, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';

const GRAPHQL_PATH = '/graphql';
/** More fields than this of one document tell nothing more. */
const MOST_FIELDS = 8;

/** Begins a trace with each request and ends its span when the answer is with the network, or the asker left. */
export function requestSpan(req: Request, res: Response, next: NextFunction): void {
  const span = startDoorSpan({ name: req.method, request: req });
  res.once('close', () => endDoorSpan(span, res.statusCode));
  context.with(trace.setSpan(ROOT_CONTEXT, span), () => {
    if (req.originalUrl.split('?')[0] === GRAPHQL_PATH) nameRoute(req.method, GRAPHQL_PATH);
    next();
  });
}

/** Names the active request by its route: the template, never the path, in which ids and a stranger's words stand. */
export function nameRoute(method: string, route: string): void {
  trace.getActiveSpan()?.updateName(`${method} ${route}`).setAttribute('http.route', route);
}

/** Tells the active request's span what was asked, in words of the schema: a document has been checked against it by then, an operation's name has not. */
export function graphqlSpan(): Plugin {
  return {
    onExecute({ args }) {
      tell(args);
    },
    onSubscribe({ args, setSubscribeFn }) {
      tell(args);
      setSubscribeFn(async (given: ExecutionArgs) => outside(await subscribe(given)));
    },
  };
}

function tell({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>): void {
  const operation = operationOf(document, operationName);
  if (operation === undefined) return;
  const fields = operation.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
  trace.getActiveSpan()?.setAttributes({ 'graphql.operation.type': operation.operation, 'yagura.root_fields': [...new Set(fields)].sort().slice(0, MOST_FIELDS) });
}

const operationOf = ({ definitions }: DocumentNode, name: string | null | undefined) => {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 ? operations[0] : operations.find((each) => each.name?.value === name);
};

/** What a stream does later, for hours, is no part of the trace of the request that opened it. */
function outside(opened: AsyncIterable<ExecutionResult> | ExecutionResult): AsyncIterable<ExecutionResult> | ExecutionResult {
  if (!(Symbol.asyncIterator in opened)) return opened;
  const source = opened[Symbol.asyncIterator]();
  const stream: AsyncIterableIterator<ExecutionResult> = {
    next: () => context.with(ROOT_CONTEXT, () => source.next()),
    return: () => source.return?.() ?? Promise.resolve({ value: undefined, done: true }),
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
