import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Unavailable } from '@yagura/kernel';
import { TokenRefused, type TokenRefusal } from './token.errors';
import { TokenVerifier } from './verifier';

const ISSUER = 'http://127.0.0.1:4001/realms/yagura';
const NOW = Date.UTC(2026, 10, 22, 3, 0, 0);
const NOW_SEC = NOW / 1000;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Json = Record<string, unknown>;
const part = (value: unknown): string => (Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))).toString('base64url');
const claims = (change: Json = {}): Json => ({
  iss: ISSUER, aud: 'gateway', typ: 'Bearer', sub: 'subject-1', azp: 'yagura-portal', preferred_username: 'aoi',
  iat: NOW_SEC - 10, exp: NOW_SEC + 290, organization: { hinode: { id: 'org-1' } }, ...change,
});
const without = (name: string): Json => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const header = (change: Json = {}): Json => ({ alg: 'RS256', kid: 'k1', typ: 'at+jwt', ...change });

function token(head: unknown = header(), body: unknown = claims(), key: KeyObject = rsa.privateKey): string {
  const text = `${part(head)}.${part(body)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

function jwk(key: KeyObject, change: Json = {}): Json {
  return { ...key.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256', ...change };
}

/** A key endpoint on loopback whose answer each test sets; it counts the times it was asked. */
class KeyEndpoint {
  asked = 0;
  answer: (response: ServerResponse) => void = this.keys([jwk(rsa.publicKey)]);
  private readonly server = createServer((_, response) => { this.asked += 1; this.answer(response); });

  keys(keys: unknown): (response: ServerResponse) => void {
    return (response) => { response.end(JSON.stringify({ keys })); };
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
  }

  get url(): string { return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/certs`; }

  stop(): void { this.server.close(); this.server.closeAllConnections(); }
}

const endpoint = new KeyEndpoint();
const clock = { at: NOW, now: () => new Date(clock.at), monotonicMs: () => clock.at };
const newVerifier = (): TokenVerifier =>
  new TokenVerifier({ issuers: [{ issuer: ISSUER, keysUrl: endpoint.url, isClient: (clientId) => clientId === 'yagura-portal' }], audience: 'gateway', clock });

const refusal = (verifier: TokenVerifier, text: string): Promise<TokenRefusal | 'unavailable' | 'accepted'> =>
  verifier.verify(text).then(() => 'accepted' as const, (error: unknown) => {
    if (error instanceof TokenRefused) return error.reason;
    if (error instanceof Unavailable) return 'unavailable';
    throw error;
  });

beforeAll(() => endpoint.start());
afterAll(() => endpoint.stop());
beforeEach(() => {
  clock.at = NOW;
  endpoint.asked = 0;
  endpoint.answer = endpoint.keys([jwk(rsa.publicKey)]);
});

describe('an honest token', () => {
  it('says who asks, for which organization, and until when', async () => {
    const verified = await newVerifier().verify(token());

    expect(verified).toEqual({
      issuer: ISSUER, subject: 'subject-1', organizationId: 'org-1', clientId: 'yagura-portal', username: 'aoi',
      issuedAt: NOW_SEC - 10, expiresAt: NOW_SEC + 290,
    });
  });

  it.each([
    ['the audience in a list of one', claims({ aud: ['gateway'] })],
    ['a not-before that has come', claims({ nbf: NOW_SEC })],
    ['a clock that is half a minute ahead', claims({ iat: NOW_SEC + 30, exp: NOW_SEC + 300 })],
    ['a clock that is half a minute behind', claims({ iat: NOW_SEC - 300, exp: NOW_SEC - 29 })],
  ])('is accepted with %s', async (_, body) => {
    expect(await refusal(newVerifier(), token(header(), body))).toBe('accepted');
  });

  it.each([
    ['no organization', undefined], ['an empty organization', {}], ['two organizations', { a: { id: '1' }, b: { id: '2' } }],
    ['an id that is a number', { a: { id: 7 } }], ['a list', ['a']], ['a bare alias', { a: {} }],
    ['an empty id of ours beside the provider’s', { a: { id: '1', yagura_tenant_id: [''] } }], ['two ids of ours', { a: { id: '1', yagura_tenant_id: ['2', '3'] } }],
    ['an id of ours that is no list', { a: { id: '1', yagura_tenant_id: '2' } }], ['an empty list of ids of ours', { a: { id: '1', yagura_tenant_id: [] } }],
  ])('names no organization when it carries %s', async (_, organization) => {
    expect((await newVerifier().verify(token(header(), claims({ organization })))).organizationId).toBeNull();
  });
});

it('an organization is known by our id where the provider gives it one of its own', async () => {
  const verified = await newVerifier().verify(token(header(), claims({ organization: { hinode: { id: 'the-providers-own', yagura_tenant_id: ['org-1'] } } })));

  expect(verified.organizationId).toBe('org-1');
});

const text = (head: Json, body: Json = claims()): string => `${part(head)}.${part(body)}`;
const hs256 = (): string => {
  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' });
  return `${text(header({ alg: 'HS256' }))}.${createHmac('sha256', pem).update(text(header({ alg: 'HS256' }))).digest('base64url')}`;
};
const es256 = (): string => {
  const signed = text(header({ alg: 'ES256' }));
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
};
const duplicated = JSON.stringify(claims()).replace('{', '{"iss":"http://elsewhere/realms/yagura",');
const nested = JSON.stringify(claims()).replace('{"id":"org-1"}', '{"id":"org-2","\\u0069d":"org-1"}');
const lastCharacter = (value: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return value.slice(0, -1) + alphabet[alphabet.indexOf(value.slice(-1)) ^ 1];
};

const REFUSED: readonly (readonly [string, string, () => string, TokenRefusal])[] = [
  ...['none', 'NONE', '', 'HS256', 'PS256', 'RS384', 'rs256', ['RS256'], null].map((alg) =>
    ['E1', `algorithm ${JSON.stringify(alg)}`, () => token(header({ alg })), 'algorithm'] as const),
  ['E1', 'no signature at all', () => `${text(header({ alg: 'none' }))}.`, 'shape'],
  ['E1', 'the public key used as a shared secret', hs256, 'algorithm'],
  ['E1', 'an elliptic signature', es256, 'algorithm'],
  ['E1', 'RS256 claimed over the key of another', () => token(header(), claims(), otherRsa.privateKey), 'signature'],
  ...[undefined, '../../etc/passwd', "k1' or '1'='1", 'k'.repeat(1_000), ['k1'], 7, '', 'absent'].map((kid) =>
    ['E2', `key id ${JSON.stringify(kid)?.slice(0, 30)}`, () => token(header({ kid })), 'key'] as const),
  ...['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip'].map((name) =>
    ['E2', `header ${name}`, () => token(header({ [name]: ['exp'] })), 'header'] as const),
  ...['exp', 'iat'].map((name) => ['E3', `no ${name}`, () => token(header(), without(name)), 'time'] as const),
  ...[['exp', `${NOW_SEC + 60}`], ['exp', NOW_SEC + 60.5], ['exp', null], ['exp', NOW_SEC - 30], ['exp', NOW_SEC + 315_360_000],
    ['iat', NOW_SEC + 31], ['iat', '1'], ['iat', NOW_SEC - 931], ['iat', true], ['nbf', NOW_SEC + 31], ['nbf', 'now'], ['nbf', null]].map(([name, value]) =>
    ['E3', `${name} ${value}`, () => token(header(), claims({ [String(name)]: value })), 'time'] as const),
  ['E3', 'exp NaN', () => token(header(), JSON.stringify(claims()).replace(`${NOW_SEC + 290}`, 'NaN')), 'shape'],
  ['E4', 'no aud', () => token(header(), without('aud')), 'audience'],
  ...['account', ['gateway', 'account'], 'gateway2', 'gate', [], [['gateway']], { gateway: true }].map((aud) =>
    ['E4', `aud ${JSON.stringify(aud)}`, () => token(header(), claims({ aud })), 'audience'] as const),
  ...[`${ISSUER}-staff`, `${ISSUER}/`, ISSUER.toUpperCase(), ISSUER.replace('127.0.0.1', 'localhost'), '', [ISSUER], undefined, 'toString'].map((iss) =>
    ['E5', `iss ${JSON.stringify(iss)}`, () => token(header(), claims({ iss })), 'issuer'] as const),
  ...['ID', 'Refresh', 'Logout', 'Offline', 'DPoP', 'bearer', undefined].map((typ) =>
    ['E6', `typ ${JSON.stringify(typ)}`, () => token(header(), claims({ typ })), 'type'] as const),
  ['E6', 'a token bound to a key, without its proof', () => token(header(), claims({ cnf: { jkt: 'x' } })), 'bound'],
  ['E6', 'a header of another type', () => token(header({ typ: 'dpop+jwt' })), 'header'],
  ['E7', 'two parts', () => token().split('.').slice(0, 2).join('.'), 'shape'],
  ['E7', 'four parts', () => `${token()}.e30`, 'shape'],
  ['E7', 'five parts, as encrypted tokens have', () => `${token()}.e30.e30`, 'shape'],
  ['E7', 'padding', () => `${token()}=`, 'shape'],
  ['E7', 'a foreign alphabet', () => token().replace('.', '.é'), 'shape'],
  ['E7', 'white space', () => ` ${token()}`, 'shape'],
  ['E7', 'a signature spelled in another way', () => lastCharacter(token()), 'shape'],
  ['E7', 'a claim given twice', () => token(header(), duplicated), 'shape'],
  ['E7', 'a claim given twice by an escape, further down', () => token(header(), nested), 'shape'],
  ['E7', 'bytes that are no UTF-8', () => token(header(), Buffer.from(JSON.stringify(claims({ sub: '\xff' })), 'latin1')), 'shape'],
  ['E7', 'a list as claims', () => token(header(), [claims()]), 'shape'],
  ['E7', 'a hundred kilobytes', () => token(header(), claims({ pad: 'x'.repeat(100_000) })), 'shape'],
  ['E7', 'nothing', () => '', 'shape'],
  ...[undefined, '', 7, ['yagura-portal'], 'partners-own-app', 'toString'].map((azp) =>
    ['E4', `azp ${JSON.stringify(azp)}`, () => token(header(), claims({ azp })), 'client'] as const),
  ['E9', 'no subject', () => token(header(), without('sub')), 'subject'],
  ['E9', 'a subject that is a number', () => token(header(), claims({ sub: 7 })), 'subject'],
];

describe('the bad-input catalogue', () => {
  it.each(REFUSED)('%s: a token with %s is refused', async (_, __, make, reason) => {
    expect(await refusal(newVerifier(), make())).toBe(reason);
  });

  it('refuses every token in which one character was changed', async () => {
    const verifier = newVerifier();
    const honest = token();

    await fc.assert(fc.asyncProperty(fc.nat(honest.length - 1), fc.constantFrom(...'Aa0-_.'), async (at, character) => {
      fc.pre(honest[at] !== character);
      const changed = honest.slice(0, at) + character + honest.slice(at + 1);
      return (await refusal(verifier, changed)) !== 'accepted';
    }), { numRuns: 300 });
  });

  it('gives every refusal the same text and slug', async () => {
    const errors = await Promise.all([token(header({ alg: 'none' })), 'x', token(header(), claims({ exp: 1 }))]
      .map((bad) => newVerifier().verify(bad).catch((error: unknown) => error)));

    const told = errors.map((error) => (error instanceof TokenRefused ? `${error.slug} ${error.message}` : 'other'));
    expect(new Set(told)).toEqual(new Set(['auth.token_refused The credential is not accepted.']));
  });

  it('asks for no key before the words and times of a token are in order', async () => {
    const verifier = newVerifier();
    for (const [, , make, reason] of REFUSED) {
      if (reason !== 'key' && reason !== 'signature') await refusal(verifier, make());
    }
    await refusal(verifier, token(header({ kid: '../k1' })));

    expect(endpoint.asked).toBe(0);
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens at once', async () => {
    const verifier = newVerifier();
    const subjects = Array.from({ length: 50 }, (_, index) => token(header(), claims({ sub: `s${index}` })));

    await Promise.all(subjects.map((each) => verifier.verify(each)));

    expect(endpoint.asked).toBe(1);
  });

  it('are there before the first token, so that nobody misses an issuer that went away since', async () => {
    const verifier = newVerifier();
    const end = verifier.keepKeys();
    while (endpoint.asked === 0) await new Promise((resolve) => { setImmediate(resolve); });
    endpoint.answer = (response) => { response.destroy(); };

    // The fetch under way is joined.
    expect(await refusal(verifier, token())).toBe('accepted');
    clock.at += 60_000;
    expect(await refusal(verifier, token(header(), claims({ jti: 'another' })))).toBe('accepted');
    end();
  });

  it('are fetched again at most every 30 seconds, whatever unknown names arrive', async () => {
    const verifier = newVerifier();
    await verifier.verify(token());
    for (let index = 0; index < 500; index += 1) await refusal(verifier, token(header({ kid: `x${index}` })));
    expect(endpoint.asked).toBe(1);

    clock.at += 31_000;
    for (let index = 0; index < 500; index += 1) await refusal(verifier, token(header({ kid: `x${index}` })));
    expect(endpoint.asked).toBe(2);
  });

  it('do not cause a fetch for a name that was unknown a minute ago', async () => {
    const verifier = newVerifier();
    await verifier.verify(token());
    clock.at += 31_000;
    await refusal(verifier, token(header({ kid: 'gone' })));
    clock.at += 31_000;
    await refusal(verifier, token(header({ kid: 'gone' })));

    expect(endpoint.asked).toBe(2);
  });

  it('are asked for again when a lookup of a new name failed', async () => {
    const verifier = newVerifier();
    await verifier.verify(token());
    const next = token(header({ kid: 'k2' }), claims(), otherRsa.privateKey);
    endpoint.answer = (response) => { response.writeHead(503).end(); };
    clock.at += 31_000;
    expect(await refusal(verifier, next)).toBe('key');

    endpoint.answer = endpoint.keys([jwk(rsa.publicKey), jwk(otherRsa.publicKey, { kid: 'k2' })]);
    clock.at += 31_000;
    expect(await refusal(verifier, next)).toBe('accepted');
  });

  it('may change: a token under a new key is accepted after the interval', async () => {
    const verifier = newVerifier();
    await verifier.verify(token());
    endpoint.answer = endpoint.keys([jwk(rsa.publicKey), jwk(otherRsa.publicKey, { kid: 'k2' })]);
    clock.at += 31_000;

    expect(await refusal(verifier, token(header({ kid: 'k2' }), claims(), otherRsa.privateKey))).toBe('accepted');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a web page', (response) => { response.end('<html>sign in</html>'); }],
    ['an error', (response) => { response.writeHead(500).end('{}'); }],
    ['a good key among seventy kilobytes', (response) => { response.end(JSON.stringify({ keys: [jwk(rsa.publicKey)], pad: ' '.repeat(70_000) })); }],
    ['ten megabytes', (response) => { response.end(JSON.stringify({ keys: [jwk(rsa.publicKey)], pad: ' '.repeat(10_000_000) })); }],
    ['silence', () => undefined],
    ['a broken line', (response) => { response.destroy(); }],
    ['a way elsewhere', (response) => { response.writeHead(302, { location: endpoint.url }).end(); }],
    ['an empty set', endpoint.keys([])],
    ['no list', endpoint.keys('none')],
    ['the same name for another key', endpoint.keys([jwk(otherRsa.publicKey)])],
    ['one name for two keys', endpoint.keys([jwk(rsa.publicKey), jwk(otherRsa.publicKey)])],
    ['keys for encryption only', endpoint.keys([jwk(rsa.publicKey, { use: 'enc' })])],
    ['keys of another algorithm', endpoint.keys([jwk(rsa.publicKey, { alg: 'RSA-OAEP' })])],
    ['keys without a use', endpoint.keys([jwk(rsa.publicKey, { use: undefined })])],
    ['weak keys', endpoint.keys([jwk(weakRsa.publicKey)])],
    ['elliptic keys', endpoint.keys([jwk(ec.publicKey)])],
    ['a shared secret', endpoint.keys([{ kty: 'oct', k: 'AAAA', kid: 'k1', use: 'sig' }])],
    ['nonsense in a key', endpoint.keys([jwk(rsa.publicKey, { n: 7 }), null, 'k1'])],
  ])('E15: outlive an endpoint that answers %s by 24 hours, and no longer', async (_, answer) => {
    const verifier = newVerifier();
    await verifier.verify(token());
    const later = (): string => token(header(), claims({ iat: clock.at / 1000, exp: clock.at / 1000 + 300 }));
    endpoint.answer = answer;

    clock.at += 23 * 3_600_000;
    expect(await refusal(verifier, later())).toBe('accepted');
    expect(endpoint.asked).toBe(2);

    clock.at += 2 * 3_600_000;
    expect(await refusal(verifier, later())).toBe(_ === 'the same name for another key' ? 'signature' : 'unavailable');
  });

  it('leave the answer open, not refused, while none could ever be had', async () => {
    endpoint.answer = (response) => { response.writeHead(503).end(); };
    const verifier = newVerifier();
    expect(await refusal(verifier, token())).toBe('unavailable');

    endpoint.answer = endpoint.keys([jwk(rsa.publicKey)]);
    clock.at += 1_000;
    expect(await refusal(verifier, token())).toBe('accepted');
  });
});

it('an accepted token is remembered, yet not beyond its end', async () => {
  const verifier = newVerifier();
  const honest = token();
  await verifier.verify(honest);

  expect(await refusal(verifier, honest)).toBe('accepted');
  expect(endpoint.asked).toBe(1);
  clock.at += 320_000;
  expect(await refusal(verifier, honest)).toBe('time');
});
