import { isIP } from 'node:net';

/** True for this machine's own addresses and the name that is reserved for them (RFC 6761, section 6.3). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
