import { isSpanContextValid, trace } from '@opentelemetry/api';
import pino, { type Logger } from 'pino';

export type { Logger };

/** Paths whose values never reach a log, whoever passes them. */
const SECRET_PATHS = ['token', 'password', 'secret', 'authorization', '*.token', '*.password', '*.secret', '*.authorization', 'headers', '*.headers', 'body', 'raw'];

/**
 * The process's log: one JSON line per entry on stderr, with trace ids when there is a span. Callers pass fields and a constant message;
 * text from outside is never part of the message, and pino escapes line breaks in fields.
 */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination({ dest: 2, sync: false })): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span !== undefined && isSpanContextValid(span) ? { traceId: span.traceId, spanId: span.spanId } : {};
    },
  }, destination);
}
