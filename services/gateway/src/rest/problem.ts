import { ERROR_KINDS, httpStatus, type ErrorKind } from '@yagura/kernel';
import { graphqlCode } from '../request/error-mapping';

export const PROBLEM_TYPE = 'application/problem+json';

/** A refusal as RFC 9457 shapes it. `slug` is for programs and stable; `parameter` names what the fault is about, where one is at fault. */
export interface Problem {
  /** `urn:yagura:problem:` and the slug; a name, not an address. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly slug: string;
  readonly parameter?: string;
}

/** A problem and the seconds after which a repeat may succeed, which go into `Retry-After`. */
export interface ProblemAnswer { readonly problem: Problem; readonly retryAfterSec?: number }

/** Statuses of the surface, each with its short name. */
export const TITLES: Readonly<Record<number, string>> = {
  400: 'Invalid request', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict', 411: 'Length required',
  412: 'Precondition failed', 413: 'Too large', 415: 'Unsupported media type', 429: 'Too many requests', 500: 'Internal error', 503: 'Unavailable',
};

const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map(ERROR_KINDS.map((kind: ErrorKind) => [graphqlCode(kind), httpStatus(kind)] as const));

export const problem = (status: number, slug: string, detail: string, parameter?: string): Problem =>
  ({ type: `urn:yagura:problem:${slug}`, title: TITLES[status] ?? 'Error', status, detail, slug, ...(parameter === undefined ? {} : { parameter }) });

/** What an error of the pipeline is to a partner. A place in a service's input is named only where the operation has a parameter of that name. */
export function problemOf({ message, extensions }: { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }, parameters: readonly string[]): ProblemAnswer {
  const { code, slug, inputPath, retryAfterSec } = extensions;
  const status = STATUS_OF_CODE.get(String(code)) ?? 500;
  const parameter = parameters.find((name) => name === inputPath);
  const known = typeof slug === 'string' ? slug : status === 500 ? 'internal' : 'request.invalid';
  return { problem: problem(status, known, message, parameter), ...(typeof retryAfterSec === 'number' ? { retryAfterSec } : {}) };
}
