import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Conflict, Forbidden, InvalidInput, NotFound, RateLimited, Unauthenticated, Unavailable } from '@yagura/kernel';
import { GatewayClient } from './gateway-client';
import { ME } from './me-document';
import { registeredDocuments } from './registered';

interface Heard { readonly authorization?: string; readonly body: { readonly query: string; readonly variables: unknown } }

let server: Server;
let answer: unknown;
let heard: Heard | undefined;
const client = (): GatewayClient => new GatewayClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, () => Promise.resolve('a-token'));

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard = { authorization: request.headers.authorization, body: JSON.parse(Buffer.concat(parts).toString()) as Heard['body'] };
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
});

afterAll(() => { server.close(); });

describe('the client of the gateway', () => {
  it('sends a registered document with the token and reads the answer by its shape', async () => {
    answer = { data: { me: { id: '1', name: 'Rin', audience: 'STAFF', grants: [] } } };

    const { me } = await client().ask(ME, {});

    expect(me.name).toBe('Rin');
    expect(heard?.authorization).toBe('Bearer a-token');
    expect([...registeredDocuments().staff.values()]).toContain(heard?.body.query);
  });

  it.each([
    ['BAD_USER_INPUT', InvalidInput], ['UNAUTHENTICATED', Unauthenticated], ['FORBIDDEN', Forbidden], ['CONFLICT', Conflict], ['RATE_LIMITED', RateLimited],
    ['UNAVAILABLE', Unavailable], ['INTERNAL', Unavailable],
  ])('throws what a service threw for %s', async (code, kind) => {
    answer = { data: null, errors: [{ message: 'A sentence.', extensions: { code, slug: 'thing.refused', retryAfterSec: 7 } }] };

    await expect(client().ask(ME)).rejects.toThrow(kind);
    await expect(client().ask(ME)).rejects.toMatchObject({ message: 'A sentence.', slug: 'thing.refused', retryAfterSec: 7 });
  });

  it('keeps the noun of a thing that is not there', async () => {
    answer = { errors: [{ message: 'There is no such raw event.', extensions: { code: 'NOT_FOUND', slug: 'raw_event.not_found' } }] };

    await expect(client().ask(ME)).rejects.toMatchObject({ message: 'There is no such raw event.', slug: 'raw_event.not_found' });
    await expect(client().ask(ME)).rejects.toThrow(NotFound);
  });

  it('says so when the answer is no GraphQL, has another shape, or does not come', async () => {
    answer = '<html>';
    await expect(client().ask(ME)).rejects.toMatchObject({ slug: 'gateway.unreadable' });
    answer = { data: { me: { id: 1 } } };
    await expect(client().ask(ME)).rejects.toMatchObject({ slug: 'gateway.shape' });
    await expect(new GatewayClient('http://127.0.0.1:1/graphql', () => Promise.resolve('t')).ask(ME)).rejects.toMatchObject({ slug: 'gateway.unreachable' });
  });
});
