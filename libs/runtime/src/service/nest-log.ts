import { AppError } from '@yagura/kernel';
import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own words in our log, as fields: what it says while it starts is for us, so it is a debug line. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Logger) {}
  /** A refusal is an answer, not a fault: Nest reports every exception of a handler here. */
  error(message: unknown): void {
    if (message instanceof AppError) this.sink.debug({ slug: message.slug }, 'an operation was refused');
    else this.sink.error({ nest: String(message) }, 'the framework reports an error');
  }
  warn(message: unknown): void { this.sink.warn({ nest: String(message) }, 'the framework warns'); }
  log(message: unknown): void { this.sink.debug({ nest: String(message) }, 'the framework says'); }
  debug(message: unknown): void { this.log(message); }
  verbose(): void { return undefined; }
}
