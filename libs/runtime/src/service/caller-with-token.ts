import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenVerifier, type VerifiedToken } from '@yagura/auth';
import { newId } from '@yagura/kernel';

/** Somebody with a token of an issuer of their own, for specs of the ways to call a service. */
export interface CallerWithToken {
  readonly verifier: TokenVerifier;
  readonly token: string;
  readonly verified: VerifiedToken;
  close(): void;
}

/** Starts an issuer that publishes one key on loopback, and signs one token with it. */
export async function callerWithToken(): Promise<CallerWithToken> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const text = `${part({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' })}.${part({ iss: issuer, aud: 'gateway', typ: 'Bearer', sub: newId(), azp: 'cli', iat: now, exp: now + 300, jti: newId() })}`;
  const token = `${text}.${sign('RSA-SHA256', Buffer.from(text), keys.privateKey).toString('base64url')}`;
  const verifier = new TokenVerifier({ audience: 'gateway', issuers: [{ issuer, keysUrl: `${issuer}/certs` }] });
  return {
    verifier, token, verified: await verifier.verify(token),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
