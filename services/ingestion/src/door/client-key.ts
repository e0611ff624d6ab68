import type { IncomingMessage } from 'node:http';

/** A client's own key is kept short: it is only compared. */
const CLIENT_KEY = /^[\x21-\x7e]{1,128}$/;

/** The client's own idempotency key, when it sent a usable one. */
export function clientKey(request: IncomingMessage): string | undefined {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && CLIENT_KEY.test(key) ? key : undefined;
}
