import { DatabaseError } from 'pg';
import { AppError, Unavailable } from '@yagura/kernel';

/** Classes of SQLSTATE that say nothing of the statement: connection, resources, the operator, the machine (PostgreSQL, appendix A). */
const OUTAGE = /^(08|53|57P|58)/;

/**
 * What a failed statement means for its caller: Unavailable when the database is away or going, which a repeat may mend; else the error
 * as it was. The driver gives an error of its own class to what the server said and a TypeError to values that it cannot send; anything
 * else is the connection.
 */
export function outage(error: unknown): unknown {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return error;
  if (error instanceof DatabaseError && !OUTAGE.test(error.code ?? '')) return error;
  return new Unavailable('The database does not answer.', { slug: 'database.unavailable', retryAfterSec: 5, cause: error });
}

/** SQLSTATE of a driver's or Prisma's error; '' when it is neither. */
export function sqlState(error: unknown): string {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : undefined) {
    if ('originalCode' in at && typeof at.originalCode === 'string') return at.originalCode;
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code) && !/^P\d{4}$/.test(at.code)) return at.code;
    if ('meta' in at && typeof at.meta === 'object' && at.meta !== null && 'driverAdapterError' in at.meta) return sqlState(at.meta.driverAdapterError);
  }
  return '';
}
