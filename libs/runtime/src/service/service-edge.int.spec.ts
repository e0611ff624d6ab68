import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenVerifier, type VerifiedToken } from '@yagura/auth';
import { newId } from '@yagura/kernel';
import { createLog } from '../log';
import { EchoController, echoApi, serviceClientContract } from './service-client-contract';
import { ServiceEdge } from './service-edge';

let keyServer: Server;
let edge: ServiceEdge;
let token: string;
let verified: VerifiedToken;
const assertionKey = randomBytes(32);

beforeAll(async () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  keyServer = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => { keyServer.listen(0, '127.0.0.1', resolve); });
  const issuer = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const text = `${part({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' })}.${part({ iss: issuer, aud: 'gateway', typ: 'Bearer', sub: newId(), azp: 'cli', iat: now, exp: now + 300, jti: newId() })}`;
  token = `${text}.${sign('RSA-SHA256', Buffer.from(text), keys.privateKey).toString('base64url')}`;
  const verifier = new TokenVerifier({ audience: 'gateway', issuers: [{ issuer, keysUrl: `${issuer}/certs` }] });
  verified = await verifier.verify(token);
  edge = new ServiceEdge(verifier, assertionKey, createLog('silent'));
  edge.register(echoApi, new EchoController());
});

afterAll(() => {
  keyServer.close();
  keyServer.closeAllConnections();
});

serviceClientContract('in one process', () => ({ client: edge, assertionKey, token, verified }));

describe('the edge of a service', () => {
  it('refuses at start a controller whose mark is not what its contract demands', () => {
    class Unmarked {
      echo(): Promise<never> { return Promise.reject(new TypeError('never called')); }
      refuse(): Promise<never> { return Promise.reject(new TypeError('never called')); }
    }

    expect(() => edge.register(echoApi, new Unmarked())).toThrow('is not marked with what its contract demands');
  });

  it('knows no operation that nobody registered', async () => {
    await expect(edge.call({ ...echoApi.echo, name: 'absent' }, { token }, { text: 'x' })).rejects.toThrow();
  });
});
