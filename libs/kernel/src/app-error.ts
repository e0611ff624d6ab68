/** The eight ways in which Yagura refuses or fails on purpose; every edge maps them once (house rules: kinds, not text). */
export const ERROR_KINDS = [
  'InvalidInput', 'Unauthenticated', 'Forbidden', 'NotFound', 'Conflict', 'PreconditionFailed', 'RateLimited', 'Unavailable',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface ErrorFacts {
  /** Stable name for programs, such as `case.already_closed`. */
  readonly slug: string;
  /** Where in the input the fault lies, such as `sources.0.name`. */
  readonly path?: string;
  /** Seconds after which a repeat may succeed; only for RateLimited and Unavailable. */
  readonly retryAfterSec?: number;
  readonly cause?: unknown;
}

/** Base of every deliberate failure. The message is for people, in one sentence; programs read `kind` and `slug`. */
export abstract class AppError extends Error {
  abstract readonly kind: ErrorKind;
  readonly slug: string;
  readonly path?: string;
  readonly retryAfterSec?: number;

  constructor(message: string, facts: ErrorFacts) {
    super(message, { cause: facts.cause });
    this.name = new.target.name;
    this.slug = facts.slug;
    this.path = facts.path;
    this.retryAfterSec = facts.retryAfterSec;
  }
}

export class InvalidInput extends AppError { readonly kind = 'InvalidInput'; }
export class Unauthenticated extends AppError { readonly kind = 'Unauthenticated'; }
export class Forbidden extends AppError { readonly kind = 'Forbidden'; }
export class Conflict extends AppError { readonly kind = 'Conflict'; }
export class PreconditionFailed extends AppError { readonly kind = 'PreconditionFailed'; }
export class RateLimited extends AppError { readonly kind = 'RateLimited'; }
export class Unavailable extends AppError { readonly kind = 'Unavailable'; }

/** One shape for "no such thing" and "not yours": the caller learns nothing about another tenant's rows. */
export class NotFound extends AppError {
  readonly kind = 'NotFound';
  constructor(noun: string) { super(`There is no such ${noun}.`, { slug: `${noun.replace(/ /g, '_')}.not_found` }); }
}

/** HTTP status of each kind, for every HTTP edge that speaks no dialect of its own. */
export function httpStatus(kind: ErrorKind): number {
  switch (kind) {
    case 'InvalidInput': return 400;
    case 'Unauthenticated': return 401;
    case 'Forbidden': return 403;
    case 'NotFound': return 404;
    case 'Conflict': return 409;
    case 'PreconditionFailed': return 412;
    case 'RateLimited': return 429;
    case 'Unavailable': return 503;
  }
}
