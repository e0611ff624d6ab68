import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { builtAssets, builtPage, type BuiltAsset, type Entry } from './built-entry';
import { forwarder, type Forwarder } from './forward';
import { ALWAYS, contentPolicy } from './site-headers';

export interface SiteSettings {
  readonly entry: Entry;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The gateway's GraphQL address; the browser knows only this origin's `/graphql`. */
  readonly graphqlUrl: string;
  /** Issuer of the realm whose people use this entry. */
  readonly issuer: string;
  /** The entry's client in that realm. */
  readonly clientId: string;
  /** Address of the other entry, for "view as client". */
  readonly otherUrl?: string;
  /** Hears of faults that no browser caused. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningSite {
  readonly url: string;
  stop(): Promise<void>;
}

interface Packed extends BuiltAsset { readonly gzip: Buffer }

/**
 * Serves one entry of the portal on an origin of its own: the page, its files, and `/graphql`, which is handed on to the gateway. Everything
 * that is served was read at the start; an address only looks things up in that.
 */
export async function startSite(settings: SiteSettings): Promise<RunningSite> {
  const page = builtPage(settings.entry);
  const assets = new Map([...builtAssets(settings.entry)].map(([path, asset]): [string, Packed] => [path, { ...asset, gzip: gzipSync(asset.bytes, { level: 9 }) }]));
  const forward = forwarder(settings.graphqlUrl, settings.onError);
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    response.setHeaders(new Map(Object.entries(ALWAYS)));
    if (path === '/graphql') return forward.handle(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Read this address with GET.');
    if (path.startsWith('/assets/')) return sendAsset(request, response, assets.get(path));
    return sendPage(request, response, page, settings);
  });
  const port = await listen(server, settings);
  return { url: `http://${settings.host}:${port}`, stop: () => stop(server, forward) };
}

function sendPage(request: IncomingMessage, response: ServerResponse, page: string, { entry, issuer, clientId, otherUrl }: SiteSettings): void {
  const nonce = randomBytes(16).toString('base64');
  const facts = JSON.stringify({ entry, issuer, clientId, otherUrl: otherUrl ?? null, nonce }).replaceAll('<', '\\u003c');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
    'content-security-policy': contentPolicy({ issuerOrigin: new URL(issuer).origin, nonce }),
  });
  response.end(request.method === 'HEAD' ? undefined : page.replace('"site-facts"', () => facts));
}

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Packed | undefined): void {
  if (asset === undefined) return refuse(response, 404, 'There is nothing at this address.');
  const packs = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = packs ? asset.gzip : asset.bytes;
  response.writeHead(200, {
    'content-type': asset.type, 'content-length': bytes.length, vary: 'accept-encoding', ...(packs && { 'content-encoding': 'gzip' }),
    // A file's name holds the hash of what is in it.
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(sentence);
}

function listen(server: Server, { host, port }: SiteSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function stop(server: Server, forward: Forwarder): Promise<void> {
  const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
  forward.stop();
  server.closeAllConnections();
  await closed;
}
