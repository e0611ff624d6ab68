import type { IncomingMessage } from 'node:http';

/** The Authorization header's value; undefined without one, `several` when there are two: two readers could take different ones. */
export function authorizationOf(request: IncomingMessage): { readonly value: string | undefined; readonly several: boolean } {
  const several = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length > 1;
  return { value: request.headers.authorization, several };
}

/** The password of a Basic credential, or undefined when it has none. The user's name is not looked at: the token names its source. */
export function basicPassword(value: string): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(value)?.[1];
  return encoded === undefined ? undefined : behindColon(encoded);
}

/** What stands behind the first colon of a base64 text. */
export const behindColon = (encoded: string): string | undefined => /^[^:]*:(.+)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8'))?.[1];
