import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own words in our log, as fields: what it says while it starts is for us, so it is a debug line. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Logger) {}
  error(message: unknown): void { this.sink.error({ nest: String(message) }, 'the framework reports an error'); }
  warn(message: unknown): void { this.sink.warn({ nest: String(message) }, 'the framework warns'); }
  log(message: unknown): void { this.sink.debug({ nest: String(message) }, 'the framework says'); }
  debug(message: unknown): void { this.log(message); }
  verbose(): void { return undefined; }
}
