import { ClickHouseError } from '@clickhouse/client';
import { InvalidInput, PreconditionFailed, RateLimited, Unavailable, type AppError } from '@yagura/kernel';

/** Codes of ClickHouse (ErrorCodes.cpp) after which the same request may succeed: too busy, out of memory, too many parts, shutting down. */
const PASSING = new Set(['202', '241', '252', '236', '439', '473']);
const TOO_WIDE = new Set(['158', '307']);

/** True when the lake did not answer at all, or answered that it cannot now. */
export function isPassing(error: unknown): boolean {
  return error instanceof ClickHouseError ? PASSING.has(error.code) : true;
}

/** A failure of the lake as a kind that an edge can map; the engine's text stays in `cause` and never reaches a person. */
export function asLakeError(error: unknown): AppError {
  if (!(error instanceof ClickHouseError)) return new Unavailable('The telemetry lake does not answer.', { slug: 'lake.unreachable', cause: error });
  if (TOO_WIDE.has(error.code)) return new PreconditionFailed('The search would read more than its limit; narrow its time or its conditions.', { slug: 'lake.query_too_wide', cause: error });
  if (error.code === '159') return new PreconditionFailed('The search took longer than its limit; narrow its time or its conditions.', { slug: 'lake.query_too_slow', cause: error });
  if (error.code === '396') return new PreconditionFailed('The search has a larger result than its limit.', { slug: 'lake.result_too_large', cause: error });
  if (error.code === '202') return new RateLimited('Too many searches run already.', { slug: 'lake.too_busy', retryAfterSec: 1, cause: error });
  if (isPassing(error)) return new Unavailable('The telemetry lake cannot answer now.', { slug: 'lake.unavailable', cause: error });
  return new InvalidInput('The telemetry lake refused the request.', { slug: 'lake.refused', cause: error });
}
