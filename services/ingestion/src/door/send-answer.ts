import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer';

/** How long a refused sender may go on sending into the void so that it reads its answer; a reset would take it away. */
const LINGER_MS = 1_000;

/** Sends an answer whole. Behind a body that was not read to its end the connection closes: its rest would be taken for a request. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, { status, body, contentType, headers, hangUpAfterMs }: Answer): void {
  if (hangUpAfterMs !== undefined) {
    setTimeout(() => request.socket.destroy(), hangUpAfterMs).unref();
    return;
  }
  if (!request.complete) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), 'x-content-type-options': 'nosniff', ...headers });
  if (request.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  const timer = setTimeout(() => response.end(), LINGER_MS);
  const finish = (): void => {
    clearTimeout(timer);
    response.end();
  };
  request.once('end', finish).once('close', finish);
  request.resume();
}
