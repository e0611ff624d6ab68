import type { IncomingMessage } from 'node:http';

/** syslog-ng's `http()` repeats a body for ever after any 400, and everything behind it waits: such a body is taken whole, for quarantine. */
export const repeatsForEver = ({ headers }: IncomingMessage): boolean => /^syslog-ng\b/i.test(headers['user-agent'] ?? '');
