import { httpStatus, unreachable, type AppError, type ErrorKind } from '@yagura/kernel';
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

/** Errors in the form in which they leave; the pipeline shows each of them to `presentable` more than once. */
const PRESENTED = new WeakSet<GraphQLError>();

function presented(message: string, at: GraphQLError | undefined, extensions: Record<string, unknown>): GraphQLError {
  const error = new GraphQLError(message, { nodes: at?.nodes, source: at?.source, positions: at?.positions, path: at?.path, extensions });
  PRESENTED.add(error);
  return error;
}

/** A request that was refused as a whole says so in its status; one field's refusal leaves the others' answers standing under 200. */
const httpOf = (at: GraphQLError | undefined, status: number): { http?: { status: number } } => (at?.path === undefined || status === 401 ? { http: { status } } : {});

/** A refusal as GraphQL shows it: its sentence, its code and slug, never its cause. */
export function refusal(error: AppError, at?: GraphQLError): GraphQLError {
  return presented(error.message, at, {
    code: graphqlCode(error.kind), slug: error.slug,
    ...(error.path === undefined ? {} : { inputPath: error.path }),
    ...(error.retryAfterSec === undefined ? {} : { retryAfterSec: error.retryAfterSec }),
    ...httpOf(at, httpStatus(error.kind)),
  });
}

/** What leaves the gateway for an error: refusals as they are, faults of the request without hints about the schema, the rest masked. */
export function presentable(error: unknown, report: (cause: unknown) => void): GraphQLError {
  const at = error instanceof GraphQLError ? error : undefined;
  if (at !== undefined && PRESENTED.has(at)) return at;
  const cause = rootOf(error);
  if (isRefusal(cause)) return refusal(cause, at);
  if (at !== undefined && cause instanceof GraphQLError) return withoutHints(at);
  report(cause);
  return presented('Something went wrong on our side; it is in our log under the request’s correlation id.', at, { code: 'INTERNAL', ...httpOf(at, 500) });
}

/** What was thrown first: graphql-js wraps it once per layer. */
function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined ? rootOf(error.originalError) : error;
}

/**
 * graphql-js suggests names of the schema ("Did you mean …"), which would let a stranger read it by misspelling, and repeats the value of a
 * variable, which may be anything of any length. A fault of the request as a whole is 400, whatever type of answer the client prefers.
 */
function withoutHints(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [\s\S]*$/, '').replace(/ got invalid value [\s\S]*$/, ' does not fit its type.');
  const slug: unknown = error.extensions['slug'];
  return presented(message, error, { code: 'BAD_USER_INPUT', ...(slug === undefined ? {} : { slug }), ...httpOf(error, statusIn(error.extensions['http'])) });
}

/** The status that the server chose for a request which it could not take, or 400. */
const statusIn = (http: unknown): number => (typeof http === 'object' && http !== null && 'status' in http && typeof http.status === 'number' && http.status > 400 ? http.status : 400);
