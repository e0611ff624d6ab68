import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenRefused } from '../../token.errors';
import { TokenVerifier } from '../../verifier';
import { trustedIssuers } from '../trusted-issuers';
import { KeycloakOpinion } from './keycloak-opinion';

const PUBLIC = 'https://id.yagura.example';
const ISSUER = `${PUBLIC}/realms/yagura`;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer((_, response) => {
  response.end(JSON.stringify({ keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }] }));
});

type Json = Record<string, unknown>;
const nowSec = (): number => Math.floor(Date.now() / 1000);
const HOUR = 3_600;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (change: Json = {}): Json => ({
  iss: ISSUER, aud: 'gateway', typ: 'Bearer', sub: 'f92e02b1-47ff-4542-8eb0-f06a887bbfae', azp: 'yagura-portal', iat: nowSec() - 10, exp: nowSec() + 290, ...change,
});
const without = (name: string): Json => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const header = (change: Json = {}): Json => ({ alg: 'RS256', kid: 'k1', typ: 'at+jwt', ...change });
const signed = (body: Json = claims(), head: Json = header(), key = rsa.privateKey): string => {
  const text = `${part(head)}.${part(body)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
};
const shared = (alg: string, body: Json): string => {
  const text = `${part(header({ alg }))}.${part(body)}`;
  return `${text}.${createHmac(alg === 'HS512' ? 'sha512' : 'sha256', rsa.publicKey.export({ format: 'pem', type: 'spki' })).update(text).digest('base64url')}`;
};
const tampered = (): string => signed().replace(/\.[^.]+\./, `.${part(claims({ sub: 'someone-else' }))}.`);

// What our verifier says with keycloak-connect behind it, and what keycloak-connect says alone when it checks the audience as well.
const ROWS: readonly (readonly [string, () => string, string, boolean])[] = [
  ['an honest token', () => signed(), 'accepted', true],
  ['a token that ended two seconds ago, within our tolerance', () => signed(claims({ exp: nowSec() - 2 })), 'opinion', false],
  ['a token of another realm', () => signed(claims({ iss: `${PUBLIC}/realms/master` })), 'issuer', false],
  ['a refresh token', () => shared('HS512', claims({ typ: 'Refresh', aud: ISSUER })), 'algorithm', false],
  ['algorithm none', () => `${part(header({ alg: 'none' }))}.${part(claims())}.`, 'shape', false],
  ['HS256 over the public key', () => shared('HS256', claims()), 'algorithm', false],
  ['changed claims', tampered, 'signature', false],
  ['the signature of another', () => signed(claims(), header(), otherRsa.privateKey), 'signature', false],
  ['no key id', () => signed(claims(), header({ kid: undefined })), 'key', true],
  ['another client’s audience', () => signed(claims({ aud: 'account' })), 'audience', false],
  ['our audience beside another', () => signed(claims({ aud: ['gateway', 'account'] })), 'audience', true],
  ['our audience in a token of a client that is not ours', () => signed(claims({ azp: 'partners-own-app' })), 'client', true],
  ['the console’s client at the customers’ realm', () => signed(claims({ azp: 'yagura-console' })), 'client', true],
  ['an ID token', () => signed(claims({ typ: 'ID' })), 'type', false],
  ...(['exp', 'iat'] as const).map((name) => [`no ${name}`, () => signed(without(name)), 'time', true] as const),
  ['no subject', () => signed(without('sub')), 'subject', true],
  ['no client', () => signed(without('azp')), 'client', true],
  ['a not-before in an hour', () => signed(claims({ nbf: nowSec() + HOUR })), 'time', true],
  ['a time of issue in an hour', () => signed(claims({ iat: nowSec() + HOUR, exp: nowSec() + HOUR + 300 })), 'time', true],
  ['an unknown critical header', () => signed(claims(), header({ crit: ['x'], x: 1 })), 'header', true],
  ['the header of a logout token', () => signed(claims(), header({ typ: 'logout+jwt' })), 'header', true],
  ['a key that its bearer should prove', () => signed(claims({ cnf: { jkt: 'x' } })), 'bound', true],
];

let verifier: TokenVerifier;
const opinion = new KeycloakOpinion('gateway');
const outcome = (token: string): Promise<string> => verifier.verify(token).then(() => 'accepted', (error: unknown) => {
  if (error instanceof TokenRefused) return error.reason;
  throw error;
});

beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  verifier = new TokenVerifier({ issuers: trustedIssuers(PUBLIC, ownUrl), audience: 'gateway', secondOpinion: opinion });
});
afterAll(() => { server.close(); server.closeAllConnections(); });

describe('our verifier with keycloak-connect behind it', () => {
  it.each(ROWS)('decides on %s', async (_, make, expected) => {
    expect(await outcome(make())).toBe(expected);
  });

  it('remembers a token that both have passed, and asks for no second opinion again', async () => {
    let asked = 0;
    const counting = { agrees: (...given: Parameters<KeycloakOpinion['agrees']>) => { asked += 1; return opinion.agrees(...given); } };
    const ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const once = new TokenVerifier({ issuers: trustedIssuers(PUBLIC, ownUrl), audience: 'gateway', secondOpinion: counting });
    const token = signed();

    await once.verify(token);
    await once.verify(token);

    expect(asked).toBe(1);
  });
});

describe('keycloak-connect alone', () => {
  it.each(ROWS)('would decide on %s, which is why it never does', async (_, make, __, accepts) => {
    expect(await opinion.agrees(make(), { issuer: ISSUER, key: rsa.publicKey })).toBe(accepts);
  });

  it('serves on after more keys than it keeps', async () => {
    for (let index = 0; index < 40; index += 1) await opinion.agrees(signed(), { issuer: `${PUBLIC}/realms/realm-${index}`, key: rsa.publicKey });

    expect(await opinion.agrees(signed(), { issuer: ISSUER, key: rsa.publicKey })).toBe(true);
  });
});
