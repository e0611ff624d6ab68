import { unreachable, type AppError, type ErrorKind } from '@yagura/kernel';
import { GraphQLError } from 'graphql';
import { isRefusal } from './gateway-context';

/** GraphQL code of each kind of refusal (house rules, errors). */
export function graphqlCode(kind: ErrorKind): string {
  switch (kind) {
    case 'InvalidInput': return 'BAD_USER_INPUT';
    case 'Unauthenticated': return 'UNAUTHENTICATED';
    case 'Forbidden': return 'FORBIDDEN';
    case 'NotFound': return 'NOT_FOUND';
    case 'Conflict': return 'CONFLICT';
    case 'PreconditionFailed': return 'PRECONDITION_FAILED';
    case 'RateLimited': return 'RATE_LIMITED';
    case 'Unavailable': return 'UNAVAILABLE';
    default: return unreachable(kind);
  }
}

/** A refusal as GraphQL shows it: its sentence, its code and slug, never its cause. */
export function refusal(error: AppError, at?: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: at?.nodes, path: at?.path,
    extensions: {
      code: graphqlCode(error.kind), slug: error.slug,
      ...(error.path === undefined ? {} : { inputPath: error.path }),
      ...(error.retryAfterSec === undefined ? {} : { retryAfterSec: error.retryAfterSec }),
      ...(error.kind === 'Unauthenticated' ? { http: { status: 401 } } : {}),
    },
  });
}

/** What leaves the gateway for an error: refusals as they are, faults of the document without hints about the schema, the rest masked. */
export function presentable(error: unknown, report: (cause: unknown) => void): GraphQLError {
  const cause = error instanceof GraphQLError && error.originalError !== undefined ? rootOf(error.originalError) : error;
  const at = error instanceof GraphQLError ? error : undefined;
  if (isRefusal(cause)) return refusal(cause, at);
  if (error instanceof GraphQLError && error.originalError === undefined) return withoutHints(error);
  report(cause);
  return new GraphQLError('Something went wrong on our side; it is in our log under the request’s correlation id.', { nodes: at?.nodes, path: at?.path, extensions: { code: 'INTERNAL' } });
}

function rootOf(error: Error): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined ? rootOf(error.originalError) : error;
}

/** graphql-js suggests names of the schema ("Did you mean …"), which would let a stranger read it by misspelling. */
function withoutHints(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [\s\S]*$/, '');
  const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'BAD_USER_INPUT';
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions: { ...error.extensions, code } });
}
