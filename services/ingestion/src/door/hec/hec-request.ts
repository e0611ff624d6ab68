import type { IncomingMessage } from 'node:http';
import { authorizationOf, basicPassword } from '../authorization';
import { DoorRefusal } from '../refusal';

/** What a HEC path means. */
export type HecRoute = 'event' | 'raw' | 'health' | 'ack';

const ROUTES: ReadonlyMap<string, HecRoute> = new Map([
  ['/services/collector', 'event'], ['/services/collector/event', 'event'], ['/services/collector/event/1.0', 'event'],
  ['/services/collector/raw', 'raw'], ['/services/collector/raw/1.0', 'raw'],
  ['/services/collector/health', 'health'], ['/services/collector/health/1.0', 'health'], ['/services/collector/ack', 'ack'],
]);

/** Where a request goes; undefined for an address that is none of ours. */
export const hecRoute = (pathname: string): HecRoute | undefined => ROUTES.get(pathname);

/** The method of a route beside OPTIONS. */
export const methodOf = (route: HecRoute): 'GET' | 'POST' => (route === 'health' ? 'GET' : 'POST');

const CHANNEL = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/**
 * The token of a request from `Authorization: Splunk <token>`, or Basic with the token as password. Throws the refusal that Splunk gives
 * when it is missing (2) or malformed (3). A token in the query is read only to refuse it: addresses end up in logs.
 */
export function hecToken(request: IncomingMessage, query: URLSearchParams): { readonly token: string; readonly isFromQuery: boolean } {
  const { value, several } = authorizationOf(request);
  if (several) throw new DoorRefusal('credential_malformed');
  if (value === undefined) {
    const token = query.get('token');
    if (token === null) throw new DoorRefusal('credential_missing');
    return { token, isFromQuery: true };
  }
  const token = /^Splunk +(\S+)$/i.exec(value)?.[1] ?? basicPassword(value);
  if (token === undefined) throw new DoorRefusal('credential_malformed');
  return { token, isFromQuery: false };
}

/** The data channel; required for raw bodies (10), and a GUID wherever it is given (11). */
export function hecChannel(request: IncomingMessage, query: URLSearchParams, route: HecRoute): string | undefined {
  const header = request.headers['x-splunk-request-channel'];
  const channel = (Array.isArray(header) ? header[0] : header) ?? query.get('channel') ?? undefined;
  if (channel === undefined || channel === '') {
    if (route === 'raw') throw new DoorRefusal('channel_missing');
    return undefined;
  }
  if (!CHANNEL.test(channel)) throw new DoorRefusal('channel_invalid');
  return channel;
}
