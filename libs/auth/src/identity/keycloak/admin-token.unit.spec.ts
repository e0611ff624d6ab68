import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminToken } from './admin-token';

const clock = { ms: 0, now: () => new Date(clock.ms), monotonicMs: () => clock.ms };
const asked: string[] = [];
let answer: { status: number; body: unknown };
const server = createServer((request, response) => {
  asked.push(request.headers.authorization ?? '');
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
});
const newToken = (): AdminToken => new AdminToken(
  { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, realm: 'yagura', clientId: 'yagura-onboarding', clientSecret: 's'.repeat(32) }, clock);
const issue = (token: string): void => { answer = { status: 200, body: { access_token: token, expires_in: 300 } }; };

beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.close(); server.closeAllConnections(); });
beforeEach(() => {
  clock.ms = 0;
  asked.length = 0;
});

describe('the token of an administrator', () => {
  it('is asked for once by many callers, and renewed at half of its life', async () => {
    const token = newToken();
    issue('first');
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => token.get())))).toEqual(new Set(['first']));
    expect(asked).toHaveLength(1);

    issue('second');
    clock.ms = 149_999;
    expect(await token.get()).toBe('first');
    clock.ms = 150_000;
    expect(await token.get()).toBe('second');
    expect(asked).toHaveLength(2);
  });

  it('serves on to near its end while no new one can be had', async () => {
    const token = newToken();
    issue('first');
    await token.get();
    answer = { status: 503, body: { error: 'temporarily_unavailable' } };

    clock.ms = 284_999;
    expect(await token.get()).toBe('first');
    clock.ms = 285_000;
    await expect(token.get()).rejects.toMatchObject({ kind: 'Unavailable', slug: 'identity.unavailable' });
  });

  it('is asked for again once the server no longer takes it', async () => {
    const token = newToken();
    issue('first');
    await token.get();
    issue('second');

    token.drop('another');
    expect(await token.get()).toBe('first');
    token.drop('first');
    expect(await token.get()).toBe('second');
  });

  it.each(['invalid_client', 'unauthorized_client'])('says so when its secret or its right to sign in is wrong (%s)', async (error) => {
    answer = { status: 401, body: { error } };

    await expect(newToken().get()).rejects.toMatchObject({ kind: 'Unavailable', slug: 'identity.administrator_refused' });
  });
});
