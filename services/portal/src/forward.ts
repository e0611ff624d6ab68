import { Agent, request as ask, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';

/** Hands requests of the browser on to the gateway. */
export interface Forwarder {
  handle(request: IncomingMessage, response: ServerResponse): void;
  stop(): void;
}

// What the gateway reads; a cookie, an origin or an address that a browser names never leaves this process.
const ASKED = ['content-type', 'content-length', 'authorization', 'accept', 'accept-language', 'idempotency-key'] as const;
const ANSWERED = ['content-type', 'content-length', 'cache-control', 'retry-after', 'allow'] as const;

const IDLE_MS = 30_000;

/** One address to hand on to; connections are kept, answers are streamed, and a browser that leaves ends its request. */
export function forwarder(target: string, onError: (error: unknown) => void = () => undefined): Forwarder {
  // Idle connections are let go before the gateway would close them.
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: IDLE_MS });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const onward = ask(target, { method: request.method, agent, headers: pick(request.headers, ASKED) }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, pick(answer.headers, ANSWERED));
      // A live stream says something only now and then; its first words must not wait for the next.
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', (error) => {
      if (response.destroyed) return;
      onError(error);
      if (response.headersSent) response.destroy();
      else unavailable(response);
    });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
  return { handle, stop: () => agent.destroy() };
}

function unavailable(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '2' });
  response.end(JSON.stringify({ errors: [{ message: 'The service is starting or away; try again in a moment.', extensions: { code: 'UNAVAILABLE', slug: 'gateway.away', retryAfterSec: 2 } }] }));
}

function pick(headers: IncomingMessage['headers'], names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
