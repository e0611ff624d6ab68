import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AppError, Unauthenticated } from '@yagura/kernel';
import { bearerToken } from '../../bearer';
import { TokenVerifier } from '../../verifier';
import { commandLineClients, GATEWAY_AUDIENCE } from '../clients';
import type { IdentityNews } from '../identity-news';
import type { IdentityStore } from '../identity-store';
import type { ClientFacts, IdentityAdmin } from '../port';
import { issuerOf, keysUrlOf, REALMS, type Realm } from '../realm';
import { findAccount } from './account';
import { EmbeddedAdmin } from './embedded-admin';
import { secretFile, signingKeys } from './key-file';
import { LoginFlow } from './login-flow';
import { newRealmProvider } from './realm-provider';
import { purgeRecords } from './record-adapter';

export interface IdentityOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly store: IdentityStore;
  /** Folder of the signing keys, the cookie key and the command line's secret; made with mode 0700. */
  readonly keysDir: string;
  /** Address by which browsers and services reach it, without a trailing slash; by default `http://host:port`. */
  readonly publicUrl?: string;
  /** Clients beside the command line's own; see `portalClients`. */
  readonly clients?: readonly ClientFacts[];
  /** Is told who leaves at the provider's own page. */
  readonly news?: IdentityNews;
  /** Hears of faults that no client caused; nothing in them came from outside. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningIdentity {
  readonly url: string;
  readonly admin: IdentityAdmin;
  /** The file with the secret of the service client `yagura-cli`. */
  readonly serviceSecretFile: string;
  stop(): Promise<void>;
}

const PURGE_MS = 10 * 60_000;
type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

/**
 * Starts the embedded identity provider: two issuers, `/realms/yagura` and `/realms/yagura-staff`, on one HTTP port. All state is in
 * schema `identity` and in `keysDir`, so sessions survive a restart. Needs plain Node: the protocol library is an ES module.
 */
export async function startIdentity(options: IdentityOptions): Promise<RunningIdentity> {
  await mkdir(options.keysDir, { recursive: true, mode: 0o700 });
  const serviceSecretFile = join(options.keysDir, 'yagura-cli.secret');
  const admin = new EmbeddedAdmin(options.store);
  const clients = [...commandLineClients(await secretFile(serviceSecretFile)), ...(options.clients ?? [])];
  for (const client of clients) await admin.ensureClient(client);
  await purgeRecords(options.store);

  const handlers = new Map<Realm, Handler>();
  const server = createServer((request, response) => void answer(handlers, request, response, options.onError));
  const ownUrl = await listen(server, options);
  const url = options.publicUrl ?? ownUrl;
  try {
    for (const realm of REALMS) handlers.set(realm, await realmHandler(realm, url, ownUrl, options));
  } catch (error) {
    server.close();
    throw error;
  }

  const purge = setInterval(() => { purgeRecords(options.store).catch((error: unknown) => options.onError?.(error)); }, PURGE_MS);
  purge.unref();
  return {
    url, admin, serviceSecretFile,
    stop: async () => {
      clearInterval(purge);
      const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2_000).unref();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: IdentityOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => { server.off('error', reject); resolve(); });
  });
  const address = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

async function realmHandler(realm: Realm, url: string, ownUrl: string, { store, keysDir, news, onError }: IdentityOptions): Promise<Handler> {
  const cookieKey = await secretFile(join(keysDir, 'cookie.secret'));
  const keys = await signingKeys(join(keysDir, realm));
  const provider = await newRealmProvider({ realm, publicUrl: url, store, keys, cookieKey });
  provider.on('server_error', (_ctx, error) => onError?.(error));
  provider.on('end_session.success', (ctx) => {
    const subject = ctx.oidc.session?.accountId;
    if (subject !== undefined) news?.tell({ issuer: issuerOf(url, realm), subject });
  });
  const protocol = provider.callback();
  const formKey = createHash('sha256').update(`form.${cookieKey}`).digest();
  const login = new LoginFlow(provider, store, realm, url, formKey);
  const verifier = new TokenVerifier({
    issuers: [{ issuer: issuerOf(url, realm), keysUrl: keysUrlOf(issuerOf(ownUrl, realm)) }], audience: GATEWAY_AUDIENCE,
  });
  return async (request, response, path) => {
    const uid = /^\/login\/([A-Za-z0-9_-]{1,64})$/.exec(path)?.[1];
    if (uid !== undefined) return login.handle(request, response, uid);
    if (path === '/protocol/openid-connect/userinfo') return userinfo(request, response, verifier, store, realm);
    return protocol(asAddressed(request, new URL(url), `/realms/${realm}`), response);
  };
}

/**
 * The request as the public address would have it. The library builds its redirects and cookies from the host and scheme of the
 * request, which a sender or a proxy chooses; both are fixed by our own configuration instead.
 */
function asAddressed(request: IncomingMessage, publicUrl: URL, mount: string): IncomingMessage {
  delete request.headers['x-forwarded-host'];
  delete request.headers['x-forwarded-for'];
  request.headers.host = publicUrl.host;
  request.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
  return Object.assign(request, { originalUrl: request.url, url: request.url?.slice(mount.length) });
}

async function answer(
  handlers: ReadonlyMap<Realm, Handler>, request: IncomingMessage, response: ServerResponse, onError?: (error: unknown) => void,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  // With `no-referrer` a browser says `Origin: null` with our own forms (Fetch, section 4.6), which the check of their origin refuses.
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cache-control', 'no-store');
  try {
    const [, name, path] = /^\/realms\/([a-z-]+)(\/[^?]*)/.exec(request.url ?? '') ?? [];
    const realm = REALMS.find((each) => each === name);
    const handler = realm === undefined ? undefined : handlers.get(realm);
    if (handler !== undefined && path !== undefined) await handler(request, response, path);
    // The port is open before the realms are made: whoever asks then shall come again, and not take it for a refusal.
    else if (realm !== undefined && handler === undefined) json(response, 503, { error: 'temporarily_unavailable' });
    else json(response, request.url === '/health' ? 200 : 404, { ok: request.url === '/health' });
  } catch (error) {
    onError?.(error);
    if (response.headersSent) response.destroy();
    else json(response, 500, { error: 'server_error' });
  }
}

/** The library refuses tokens with an audience at its own endpoint, and Keycloak's shape has one token for both. */
async function userinfo(request: IncomingMessage, response: ServerResponse, verifier: TokenVerifier, store: IdentityStore, realm: Realm): Promise<void> {
  try {
    const { subject } = await verifier.verify(bearerToken(request.rawHeaders));
    const account = await findAccount(store, realm, subject);
    if (account === null) throw new Unauthenticated('The credential is not accepted.', { slug: 'auth.token_refused' });
    json(response, 200, {
      sub: account.subject, preferred_username: account.username, name: account.name, email: account.email, email_verified: false, locale: account.locale,
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'Unavailable') throw error;
    response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
    json(response, 401, { error: 'invalid_token' });
  }
}

function json(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
