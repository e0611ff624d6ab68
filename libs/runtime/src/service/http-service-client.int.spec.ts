import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { assertGrants, signAssertion } from '@yagura/auth';
import { newId } from '@yagura/kernel';
import { createLog } from '../log';
import { InMemorySpanExporter, SimpleSpanProcessor, startTracing, type Tracing } from '../tracing/tracing';
import { callKey, signCall } from './call-signature';
import { callerWithToken, type CallerWithToken } from './caller-with-token';
import { HttpServiceClient } from './http-service-client';
import { HttpServiceEdge } from './http-service-edge';
import { SERVICE_CALLERS } from './service-callers';
import { EchoController, echoApi, serviceClientContract } from './service-client-contract';
import { ServiceEdge, type CallCredential } from './service-edge';
import { callPath, MAX_CALL_BYTES, SIGNATURE_HEADER } from './service-wire';

const key = randomBytes(32);
const assertionKey = randomBytes(32);
let caller: CallerWithToken;
let tracing: Tracing;
let calls: HttpServiceEdge;
const servers: Server[] = [];
const clients: HttpServiceClient[] = [];

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(addresses: readonly string[], as = 'gateway', its = key): HttpServiceClient {
  const client = new HttpServiceClient({ caller: as, key: its, addresses: { echo: addresses } });
  clients.push(client);
  return client;
}

let service: string;
let client: HttpServiceClient;

beforeAll(async () => {
  tracing = startTracing(new SimpleSpanProcessor(new InMemorySpanExporter()));
  caller = await callerWithToken();
  const edge = new ServiceEdge(caller.verifier, assertionKey, createLog('silent'));
  edge.register(echoApi, new EchoController());
  calls = new HttpServiceEdge(edge, { key, callers: { gateway: ['echo'] } }, createLog('silent'));
  service = await listening((request, response) => void calls.answer(request, response));
  client = clientOf([service]);
});

afterAll(async () => {
  for (const each of clients) each.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  caller.close();
  await tracing.stop();
});

serviceClientContract('over HTTP', () => ({ client, assertionKey, token: caller.token, verified: caller.verified }));

describe('a call of another process', () => {
  const [tenantId, userId] = [newId<'tenant'>(), newId()];
  const credential = (): CallCredential => {
    const { issuer, subject, organizationId } = caller.verified;
    const facts = { issuer, subject, organizationId, userId, name: 'Aoi', audience: 'staff' as const, homeTenantId: tenantId, grants: [{ tenantId, roles: ['analyst' as const] }] };
    return { token: caller.token, assertion: signAssertion(assertGrants(facts, Date.now()), assertionKey) };
  };
  const bodyOf = (text: string): Buffer => Buffer.from(JSON.stringify({ credential: credential(), input: { text } }));
  const post = (body: Buffer, headers: Record<string, string>, operation = 'echo'): Promise<Response> =>
    fetch(`${service}${callPath('echo', operation)}`, { method: 'POST', body: new Uint8Array(body), headers });
  const slugOf = async (response: Response): Promise<unknown> => ((await response.json()) as { refusal?: { slug: string } }).refusal?.slug;
  const echo = { service: 'echo', operation: 'echo' };

  it('is taken with the signature of a process that is on the list', async () => {
    const body = bodyOf('hello');

    expect((await post(body, { [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body }, Date.now()) })).status).toBe(200);
  });

  it.each<[string, (body: Buffer) => Record<string, string>]>([
    ['no signature, whatever token of a person it carries', () => ({ authorization: `Bearer ${caller.token}` })],
    ['a person’s token where the signature belongs', () => ({ [SIGNATURE_HEADER]: caller.token })],
    ['a signature under another key', (body) => ({ [SIGNATURE_HEADER]: signCall(randomBytes(32), 'gateway', { ...echo, body }, Date.now()) })],
    ['a signature over another body', () => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body: bodyOf('other') }, Date.now()) })],
    ['a signature over another operation', (body) => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, operation: 'refuse', body }, Date.now()) })],
    ['a signature for another service', (body) => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, service: 'cases', body }, Date.now()) })],
    ['a signature that is over', (body) => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body }, Date.now() - 10_001) })],
    ['a signature from the future', (body) => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body }, Date.now() + 5_000) })],
    ['the name of another caller in it', (body) => ({ [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body }, Date.now()).replace('gateway', 'billing') })],
  ])('is not taken with %s', async (_, headers) => {
    const body = bodyOf('hello');
    const response = await post(body, headers(body));

    expect({ status: response.status, slug: await slugOf(response) }).toEqual({ status: 401, slug: 'service.call_not_signed' });
  });

  it('is not taken from a process that is not on the list, although it signs', async () => {
    await expect(clientOf([service], 'billing').call(echoApi.echo, credential(), { text: 'x' })).rejects.toMatchObject({ kind: 'Forbidden', slug: 'service.caller_not_listed' });
  });

  it('has a key for each pair of caller and service', () => {
    const pairs = [['gateway', 'cases'], ['gateway', 'sla'], ['cases', 'gateway'], ['cases', 'sla']].map(([from, to]) => callKey(key, from, to).toString('hex'));

    expect(new Set(pairs).size).toBe(4);
  });

  it('may be made by the gateway alone', () => {
    expect(Object.keys(SERVICE_CALLERS)).toEqual(['gateway']);
  });

  it('is refused when it is larger than any call is', async () => {
    const body = Buffer.alloc(MAX_CALL_BYTES + 1, ' ');
    // The rest of such a body is not read, so a client that still sends may meet the end of the connection instead of the answer.
    const status = await post(body, {}).then((response) => response.status, () => 400);

    expect(status).toBe(400);
  });

  it.each([['[]'], ['{'], ['{"input":{}}'], ['{"credential":{"token":"x","role":"admin"},"input":{}}']])('is refused when its body is %s', async (text) => {
    const body = Buffer.from(text);
    const response = await post(body, { [SIGNATURE_HEADER]: signCall(key, 'gateway', { ...echo, body }, Date.now()) });

    expect({ status: response.status, slug: await slugOf(response) }).toEqual({ status: 400, slug: 'service.call_malformed' });
  });

  it('goes over one kept connection, call after call', async () => {
    const connections = new Set<Socket>();
    const address = await listening((request, response) => {
      connections.add(request.socket);
      void calls.answer(request, response);
    });
    const own = clientOf([address]);
    for (const text of ['1', '2', '3']) await own.call(echoApi.echo, credential(), { text });

    expect(connections.size).toBe(1);
  });

  it('is offered to the next address when nobody listens at one', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => { gone.listen(0, '127.0.0.1', resolve); });
    const nobody = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => { gone.close(resolve); });

    for (const text of ['1', '2']) await expect(clientOf([nobody, service]).call(echoApi.echo, credential(), { text })).resolves.toMatchObject({ text });
    await expect(clientOf([nobody]).call(echoApi.echo, credential(), { text: 'x' })).rejects.toMatchObject({ kind: 'Unavailable', slug: 'service.not_running' });
  });

  it('is not made a second time when its answer is lost on the way', async () => {
    let seen = 0;
    const cutter = await listening((request) => {
      request.resume().once('end', () => {
        seen += 1;
        request.socket.destroy();
      });
    });

    const own = clientOf([cutter, service]);
    const write = { ...echoApi.echo, demands: 'case:write' as const };
    const ends = await Promise.allSettled([own.call(write, credential(), { text: '1' }), own.call(write, credential(), { text: '2' })]);

    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'Unavailable', slug: 'service.no_answer' } });
    expect(seen).toBe(1);
  });

  it('gets no answer that is none of ours: whatever else answers there is a fault', async () => {
    const stranger = await listening((_, response) => { response.end('<html>hello</html>'); });

    await expect(clientOf([stranger]).call(echoApi.echo, credential(), { text: 'x' })).rejects.toMatchObject({ name: 'RemoteFault' });
  });

  it('that is broken HTTP ends its connection and nothing else', async () => {
    const socket = connect(Number(new URL(service).port), '127.0.0.1');
    socket.write('POST /calls/echo/echo HTTP/1.1\r\ncontent-length: nonsense\r\n\r\n');
    await new Promise((resolve) => { socket.resume().once('close', resolve); });

    await expect(client.call(echoApi.echo, credential(), { text: 'still' })).resolves.toMatchObject({ text: 'still' });
  });
});
