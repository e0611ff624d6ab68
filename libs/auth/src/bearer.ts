import { InvalidInput, Unauthenticated } from '@yagura/kernel';

/**
 * The bearer token of a request from its raw header list (name, value, name, value …), where a repeated header is still visible.
 * Throws InvalidInput for a second Authorization header, since two readers could pick different ones, and Unauthenticated when
 * there is none or it is of another scheme (RFC 6750, section 2.1). Tokens in a query or a cookie are never looked at.
 */
export function bearerToken(rawHeaders: readonly string[]): string {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization');
  if (values.length > 1) throw new InvalidInput('Send one Authorization header.', { slug: 'auth.two_credentials' });
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(values[0] ?? '')?.[1];
  if (token === undefined) throw new Unauthenticated('Sign in first.', { slug: 'auth.credential_missing' });
  return token;
}
