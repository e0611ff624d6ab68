import { AppError, ERROR_KINDS, httpStatus, type ErrorKind } from '@yagura/kernel';
import { z } from 'zod';
import { RemoteFault, RemoteRefusal } from './service.errors';

/** Grants of a person with very many tenants take a megabyte, the longest input less than that. */
export const MAX_CALL_BYTES = 4 * 1_048_576;
/** A page of two hundred rows stays below one; documents travel as text of up to some. */
export const MAX_ANSWER_BYTES = 32 * 1_048_576;
/** A service's transaction ends after thirty seconds; whatever it still says by then is heard. */
export const ANSWER_WITHIN_MS = 35_000;
/** A machine that is off answers nothing at all, and others may be asked instead. */
export const CONNECT_WITHIN_MS = 2_000;
/** The caller gives up an idle connection first, so that no call meets the closing of one. */
export const IDLE_MS = { caller: 30_000, service: 65_000 } as const;

export const SIGNATURE_HEADER = 'yagura-call';
const PATH = /^\/calls\/([a-z]{1,30})\/([a-zA-Z]{1,60})$/;

/** Address of one operation below a service's own. */
export const callPath = (service: string, operation: string): string => `/calls/${service}/${operation}`;

/** What a path names; undefined for any other path. */
export function calledBy(path: string): { readonly service: string; readonly operation: string } | undefined {
  const [, service, operation] = PATH.exec(path) ?? [];
  return operation === undefined ? undefined : { service, operation };
}

/** The body of a call. The credential is verified by the edge like any other; the input has its own schema there. */
export const callBody = z.strictObject({
  credential: z.strictObject({ token: z.string(), assertion: z.string().optional(), tenantId: z.string().optional(), correlationId: z.string().optional() }),
  input: z.unknown().optional(),
});

const refusalBody = z.strictObject({
  kind: z.enum(ERROR_KINDS), slug: z.string(), message: z.string(), path: z.string().optional(), retryAfterSec: z.number().optional(),
});
const answerBody = z.union([z.strictObject({ done: z.literal(true), output: z.unknown().optional() }), z.strictObject({ refusal: refusalBody })]);

/** An answer as it travels: its status and its text. */
export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

/** JSON knows no undefined: an operation without an answer is an answer without an output. */
export const doneAnswer = (output: unknown): WireAnswer => ({ status: 200, text: JSON.stringify({ done: true, output }) });

/** A refusal with its kind, slug and path; anything else is masked and was logged where it happened. */
export function failedAnswer(error: unknown): WireAnswer {
  if (!(error instanceof AppError)) return { status: 500, text: '{}' };
  const { kind, slug, message, path, retryAfterSec } = error;
  return { status: httpStatus(kind), text: JSON.stringify({ refusal: { kind, slug, message, path, retryAfterSec } }) };
}

/** What an answer says: the output, or the refusal or fault as an error of this process. */
export function readAnswer(operation: string, { status, text }: WireAnswer): unknown {
  const read = answerBody.safeParse(parsed(text));
  if (!read.success || status === 500) throw new RemoteFault(operation);
  if ('done' in read.data) return read.data.output;
  const { kind, message, ...facts }: { kind: ErrorKind; message: string; slug: string } = read.data.refusal;
  throw new RemoteRefusal(kind, message, facts);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
