import { AppError, Unavailable, type ErrorFacts, type ErrorKind } from '@yagura/kernel';

/** Nobody takes calls of that service: nothing was asked, so a repeat does nothing twice. */
export const notRunning = (service: string, cause?: unknown): Unavailable =>
  new Unavailable(`The service ${service} is not running.`, { slug: 'service.not_running', retryAfterSec: 1, cause });

/** The call was on its way when the answer failed to come: it may have been carried out or not. */
export const noAnswer = (service: string, cause?: unknown): Unavailable =>
  new Unavailable(`The service ${service} did not answer; what was asked may have been done or not.`, { slug: 'service.no_answer', retryAfterSec: 1, cause });

/** A refusal of another process as it was there: kind, slug, path and sentence. Its class stays behind, so whoever reads it reads `kind` or `slug`. */
export class RemoteRefusal extends AppError {
  constructor(readonly kind: ErrorKind, message: string, facts: ErrorFacts) {
    super(message, facts);
  }
}

/** Another process failed unexpectedly and has logged why; here it is as unexpected as there. */
export class RemoteFault extends Error {
  override readonly name = 'RemoteFault';
  constructor(operation: string) {
    super(`${operation} failed unexpectedly in its own process`);
  }
}
