import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { IDLE_MS } from '../service/service-wire';
import type { HttpServiceEdge } from '../service/http-service-edge';
import type { ProcessHealth } from './process-health';
import type { ProcessMetrics } from './process-metrics';

export interface ProcessDoorOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly health: ProcessHealth;
  readonly metrics: Pick<ProcessMetrics, 'answer'>;
  /** Calls of other processes, for a process that offers operations. */
  readonly calls?: HttpServiceEdge;
  /** Hears of faults that no caller caused. */
  readonly onError: (error: unknown) => void;
}

export interface ProcessDoor {
  readonly port: number;
  /** Takes no more, and lets what is under way end. */
  stop(): Promise<void>;
}

/** A caller has at most 64 connections to each address; this is for more callers than there will be. */
const CONNECTIONS = 1_024;
const BODY_WITHIN_MS = 30_000;
/** Half of the ten seconds that a process has to stop (reliability, section 8). */
const DRAIN_MS = 5_000;

/**
 * The internal address of a process, for other processes and supervisors and never for people: `/calls/…` of its operations, `/healthz` (it lives),
 * `/readyz` (it gets on with its work) and `/metrics`. Calls are signed; the other three tell nothing of any tenant.
 */
export async function openProcessDoor(options: ProcessDoorOptions): Promise<ProcessDoor> {
  const { calls, host, onError } = options;
  const server = createServer({ keepAliveTimeout: IDLE_MS.service, headersTimeout: 10_000, requestTimeout: BODY_WITHIN_MS, maxHeaderSize: 16_384 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      // A caller that went away is no fault.
      if (!request.destroyed) onError(error);
      if (response.headersSent) response.destroy();
      else say(response, 500, {});
    });
  });
  server.maxConnections = CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => { server.off('error', reject); resolve(); });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: async () => {
      calls?.close();
      const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function answer({ calls, health, metrics }: ProcessDoorOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (calls !== undefined && await calls.answer(request, response)) return;
  if (request.method !== 'GET') return say(response, 404, {});
  switch (request.url) {
    case '/healthz': return say(response, 200, { alive: true });
    case '/readyz': {
      const readiness = await health.readiness();
      return say(response, readiness.ready ? 200 : 503, readiness);
    }
    case '/metrics': return metrics.answer(request, response);
    default: return say(response, 404, {});
  }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' });
  response.end(text);
}
