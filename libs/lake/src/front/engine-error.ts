/**
 * A failure in ClickHouse's own vocabulary: the code goes out as `X-ClickHouse-Exception-Code`, and the text has the shape that
 * ClickHouse clients parse (`Code: N. DB::Exception: … (NAME)`).
 */
export class EngineError extends Error {
  constructor(readonly clickhouseCode: number, readonly clickhouseName: string, sentence: string) {
    super(`Code: ${clickhouseCode}. DB::Exception: ${sentence} (${clickhouseName})`);
    this.name = 'EngineError';
  }
}

export const refusedQuery = (why: string): EngineError => new EngineError(497, 'ACCESS_DENIED', `The lake's front refuses this query: ${why}.`);
export const badRequest = (why: string): EngineError => new EngineError(36, 'BAD_ARGUMENTS', `${why}.`);
export const tooLarge = (): EngineError => new EngineError(161, 'TOO_BIG_AST', 'The body is larger than the front accepts.');
export const tooBusy = (): EngineError => new EngineError(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many queries wait already; try again later.');
export const unauthenticated = (): EngineError => new EngineError(516, 'AUTHENTICATION_FAILED', 'The key of the lake is missing or wrong.');

const SHAPE = /Code: (\d+)\. DB::Exception: ([\s\S]*?)\(([A-Z0-9_]+)\)\s*$/;

/** Any failure of the native engine as an EngineError; text without a code becomes UNKNOWN_EXCEPTION (1002). */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : 'The engine failed without a message.';
  const found = SHAPE.exec(message.trim());
  if (!found) return new EngineError(1002, 'UNKNOWN_EXCEPTION', message.slice(0, 2000));
  return new EngineError(Number(found[1]), found[3], found[2].trim().slice(0, 2000));
}
