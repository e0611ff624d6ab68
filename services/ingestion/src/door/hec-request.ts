import type { IncomingMessage } from 'node:http';
import { hecAnswer, HecRefusal } from './hec-answer';

/** What a HEC path means. */
export type HecRoute = 'event' | 'raw' | 'health' | 'ack';

const ROUTES: Readonly<Record<string, HecRoute>> = {
  '/services/collector': 'event', '/services/collector/event': 'event', '/services/collector/event/1.0': 'event',
  '/services/collector/raw': 'raw', '/services/collector/raw/1.0': 'raw',
  '/services/collector/health': 'health', '/services/collector/health/1.0': 'health', '/services/collector/ack': 'ack',
};

/** Where a request goes and with which query; undefined for an address that is none of ours or none at all. */
export function hecTarget(target: string): { readonly route: HecRoute; readonly query: URLSearchParams } | undefined {
  const url = URL.canParse(target, 'http://door') ? new URL(target, 'http://door') : undefined;
  const route = url !== undefined && Object.hasOwn(ROUTES, url.pathname) ? ROUTES[url.pathname] : undefined;
  return url === undefined || route === undefined ? undefined : { route, query: url.searchParams };
}

/** The method of a route beside OPTIONS. */
export const methodOf = (route: HecRoute): 'GET' | 'POST' => (route === 'health' ? 'GET' : 'POST');

const CHANNEL = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
/** A client's own key is kept short: it is only compared. */
const CLIENT_KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * The token of a request from `Authorization: Splunk <token>`, or Basic with the token as password. Throws the refusal that Splunk gives
 * when it is missing (2) or malformed (3). A token in the query is read only to refuse it: addresses end up in logs.
 */
export function hecToken(request: IncomingMessage, query: URLSearchParams): { readonly token: string; readonly isFromQuery: boolean } {
  const given = request.headers.authorization;
  // Node keeps the first of two; another reader could keep the second, so two are none.
  if (request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length > 1) throw new HecRefusal(hecAnswer(3));
  if (given === undefined) {
    const token = query.get('token');
    if (token === null) throw new HecRefusal(hecAnswer(2));
    return { token, isFromQuery: true };
  }
  const splunk = /^Splunk +(\S+)$/i.exec(given)?.[1];
  if (splunk !== undefined) return { token: splunk, isFromQuery: false };
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(given)?.[1];
  const password = basic === undefined ? undefined : /^[^:]*:(.+)$/s.exec(Buffer.from(basic, 'base64').toString('utf8'))?.[1];
  if (password === undefined) throw new HecRefusal(hecAnswer(3));
  return { token: password, isFromQuery: false };
}

/** The data channel; required for raw bodies (10), and a GUID wherever it is given (11). */
export function hecChannel(request: IncomingMessage, query: URLSearchParams, route: HecRoute): string | undefined {
  const header = request.headers['x-splunk-request-channel'];
  const channel = (Array.isArray(header) ? header[0] : header) ?? query.get('channel') ?? undefined;
  if (channel === undefined || channel === '') {
    if (route === 'raw') throw new HecRefusal(hecAnswer(10));
    return undefined;
  }
  if (!CHANNEL.test(channel)) throw new HecRefusal(hecAnswer(11));
  return channel;
}

/** The client's own idempotency key, when it sent a usable one. */
export function clientKey(request: IncomingMessage): string | undefined {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && CLIENT_KEY.test(key) ? key : undefined;
}
