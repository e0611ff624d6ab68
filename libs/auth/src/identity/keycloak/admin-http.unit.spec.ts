import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@yagura/kernel';
import { AdminHttp } from './admin-http';

const seen: string[] = [];
let answer: (response: ServerResponse, nth: number) => void;
const server = createServer((request, response) => {
  if (request.url?.endsWith('/token') === true) {
    response.end(JSON.stringify({ access_token: `token-${seen.length}`, expires_in: 300 }));
    return;
  }
  seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
  answer(response, seen.length);
});
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const newHttp = (): AdminHttp => new AdminHttp({ url: url(), realm: 'yagura', clientId: 'yagura-onboarding', clientSecret: 's'.repeat(32) }, systemClock);
const says = (status: number, body = '') => (response: ServerResponse): void => { response.writeHead(status).end(body); };

beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.close(); server.closeAllConnections(); });
beforeEach(() => { seen.length = 0; });

describe('an answer of the Admin API', () => {
  it.each([
    [400, 'InvalidInput', 'identity.facts_refused'], [401, 'Unavailable', 'identity.administrator_refused'], [403, 'Unavailable', 'identity.administrator_refused'],
    [404, 'NotFound', 'identity.not_found'], [409, 'Conflict', 'identity.taken'], [429, 'Unavailable', 'identity.unavailable'],
    [500, 'Unavailable', 'identity.unavailable'], [502, 'Unavailable', 'identity.unavailable'], [503, 'Unavailable', 'identity.unavailable'],
  ])('of status %s is %s (%s)', async (status, kind, slug) => {
    answer = says(status, '{"errorMessage":"User exists with username aoi"}');

    const failure: unknown = await newHttp().ask({ method: 'GET', path: ['users'] }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind, slug });
    // Keycloak repeats what was typed; our sentence goes to logs and screens.
    expect(String(failure)).not.toContain('aoi');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a broken line', (response) => { response.destroy(); }],
    ['more than a megabyte', says(200, `"${'x'.repeat(1_100_000)}"`)],
    ['a way elsewhere', (response) => { response.writeHead(302, { location: '/elsewhere' }).end(); }],
    ['a proxy’s page', says(503, '<html>busy</html>')],
  ])('that is %s counts as none', async (_, broken) => {
    answer = broken;

    await expect(newHttp().ask({ method: 'GET', path: ['users'] })).rejects.toMatchObject({ slug: 'identity.unavailable' });
  });

  it('that no longer takes the token is asked for once more with a new one', async () => {
    answer = (response, nth) => (nth === 1 ? says(401) : says(200, '[]'))(response);

    expect((await newHttp().ask({ method: 'GET', path: ['users'] })).body).toEqual([]);
    expect(seen).toEqual(['GET /admin/realms/yagura/users Bearer token-0', 'GET /admin/realms/yagura/users Bearer token-1']);
  });

  it('of a status that the caller reads is no failure', async () => {
    answer = says(409, '{}');

    expect((await newHttp().ask({ method: 'POST', path: ['users'], body: {}, also: [409] })).status).toBe(409);
  });

  it.each(['..', '../clients', 'a/b', 'a?b', '%2e%2e', ''])('is "nothing there", unasked, for the id %j', async (id) => {
    answer = says(200, '[]');

    await expect(newHttp().ask({ method: 'GET', path: ['users', id] })).rejects.toMatchObject({ kind: 'NotFound' });
    expect(seen).toEqual([]);
  });
});

it('a server that is not there is told as such', async () => {
  const away = new AdminHttp({ url: 'http://127.0.0.1:9', realm: 'yagura', clientId: 'c', clientSecret: 's' }, systemClock);

  await expect(away.ask({ method: 'GET', path: ['users'] })).rejects.toMatchObject({ kind: 'Unavailable', slug: 'identity.unavailable', retryAfterSec: 15 });
});
