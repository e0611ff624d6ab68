import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
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

/** A text asset as it leaves, plain and packed; the others are read when they are asked for. */
interface Packed { readonly plain: Buffer; readonly gzip: Buffer }

/**
 * Serves one entry of the portal on an origin of its own: the page, its files, and `/graphql`, which is handed on to the gateway. Everything
 * that is served was read at the start; an address only looks things up in that.
 */
export async function startSite(settings: SiteSettings): Promise<RunningSite> {
  const page = builtPage(settings.entry);
  const assets = builtAssets(settings.entry);
  const packed = new Map([...assets].filter(([, { isText }]) => isText).map(([path, { file }]): [string, Packed] => [path, pack(readFileSync(file))]));
  const forward = forwarder(settings.graphqlUrl, settings.onError);
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    response.setHeaders(new Map(Object.entries(ALWAYS)));
    if (path === '/graphql') return forward.handle(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Read this address with GET.');
    if (path.startsWith('/assets/')) return sendAsset(request, response, assets.get(path), packed.get(path));
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

const pack = (plain: Buffer): Packed => ({ plain, gzip: gzipSync(plain, { level: 9 }) });

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: BuiltAsset | undefined, packed: Packed | undefined): void {
  if (asset === undefined) return refuse(response, 404, 'There is nothing at this address.');
  // A file's name holds the hash of what is in it.
  const headers = { 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' };
  if (packed === undefined) {
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else pipeline(createReadStream(asset.file), response, () => undefined);
    return;
  }
  const packs = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = packs ? packed.gzip : packed.plain;
  response.writeHead(200, { ...headers, 'content-length': bytes.length, vary: 'accept-encoding', ...(packs && { 'content-encoding': 'gzip' }) });
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
