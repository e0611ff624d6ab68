import { constants } from 'node:crypto';
import { request as plainRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { EgressFailure, type EgressFailureReason } from './egress.errors';
import type { EgressTarget } from './egress-target';

/** Times of one call in milliseconds, and the bytes of an answer that are read. */
export interface EgressLimits { readonly connectMs: number; readonly answerMs: number; readonly totalMs: number; readonly answerBytes: number }

export interface EgressRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Our own headers; what the call itself needs is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What came back. The status stands as soon as the head of the answer is there, whatever becomes of its body. */
export interface EgressAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** At most `answerBytes`, as sent: a compressed body is not inflated. */
  readonly body: Buffer;
  readonly ending: 'complete' | 'cut' | 'timed_out' | 'broken';
}

export interface Wire { readonly target: EgressTarget; readonly address: string; readonly limits: EgressLimits; readonly ca?: string }

/** Speaks HTTP/1.1 once with one checked address and follows nothing. Rejects with EgressFailure when no head of an answer comes. */
export function exchange(request: EgressRequest, { target, address, limits, ca }: Wire): Promise<EgressAnswer> {
  return new Promise((resolve, reject) => {
    const call = open(request, { target, address, limits, ca });
    let phase: EgressFailureReason = 'connect_timed_out';
    let isConnected = false;
    let finishBody: ((ending: EgressAnswer['ending']) => void) | undefined;
    const timers = [
      setTimeout(() => { if (!isConnected) giveUp('connect_timed_out'); }, limits.connectMs),
      setTimeout(() => { if (finishBody === undefined) giveUp(phase); }, limits.answerMs),
      setTimeout(() => { if (finishBody === undefined) giveUp(phase); else finishBody('timed_out'); }, limits.totalMs),
    ];
    const end = (): void => {
      timers.forEach(clearTimeout);
      call.destroy();
    };
    const giveUp = (reason: EgressFailureReason, cause?: unknown): void => {
      end();
      reject(new EgressFailure(reason, cause));
    };
    const answer = (status: number, retryAfter: string | undefined, body: Buffer, ending: EgressAnswer['ending']): void => {
      end();
      resolve({ status, retryAfter, body, ending });
    };
    call.on('socket', (socket) => {
      socket.once(target.isSecure ? 'secureConnect' : 'connect', () => { isConnected = true; phase = 'answer_timed_out'; });
    });
    call.on('error', (error) => { if (finishBody === undefined) giveUp(failureOf(error, isConnected, target.isSecure), error); });
    call.on('upgrade', (response, socket) => { socket.destroy(); answer(response.statusCode ?? 0, undefined, Buffer.alloc(0), 'cut'); });
    call.on('response', (response) => {
      finishBody = read(response, limits.answerBytes, (body, ending) => answer(response.statusCode ?? 0, response.headers['retry-after'], body, ending));
    });
    call.end(request.body);
  });
}

function open({ method, headers, body }: EgressRequest, { target, address, ca }: Wire): ClientRequest {
  const options: RequestOptions = {
    host: address, port: target.port, path: target.path, method, agent: false, setHost: false, maxHeaderSize: 16_384, insecureHTTPParser: false,
    // Compressed answers are not asked for, and not inflated when they come all the same.
    headers: { ...headers, host: target.authority, 'content-length': body.byteLength, 'accept-encoding': 'identity', connection: 'close' },
  };
  if (!target.isSecure) return plainRequest(options);
  return secureRequest({
    ...options, servername: isIP(target.host) === 0 ? target.host : '', minVersion: 'TLSv1.2', rejectUnauthorized: true, secureOptions: constants.SSL_OP_NO_RENEGOTIATION, ca,
  });
}

/** Gathers the body up to its limit; the answered function ends that early. */
function read(response: IncomingMessage, limit: number, done: (body: Buffer, ending: EgressAnswer['ending']) => void): (ending: EgressAnswer['ending']) => void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isOver = false;
  const finish = (ending: EgressAnswer['ending']): void => {
    if (isOver) return;
    isOver = true;
    done(Buffer.concat(chunks), ending);
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, limit - bytes));
    bytes += chunk.length;
    if (bytes > limit) finish('cut');
  });
  response.on('end', () => finish('complete'));
  response.on('error', () => finish('broken'));
  response.on('close', () => finish(response.complete ? 'complete' : 'broken'));
  return finish;
}

function failureOf(error: Error & { readonly code?: string }, isConnected: boolean, isSecure: boolean): EgressFailureReason {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return 'answer_malformed';
  if (isConnected) return 'connection_broken';
  if (isSecure && !/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|EACCES|EPERM)$/.test(code)) return 'tls_failed';
  return 'connect_failed';
}
