import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AllowedPlaces } from './allowed-places';
import { EgressClient, type EgressOptions } from './egress-client';
import type { EgressAnswer } from './exchange';

const LIMITS = { connectMs: 400, answerMs: 600, totalMs: 900 };
const opened: Server[] = [];
const sockets = new Set<Socket>();

async function listen(server: Server): Promise<number> {
  opened.push(server);
  server.on('connection', (socket) => { sockets.add(socket); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return (server.address() as AddressInfo).port;
}
const receiver = (answer: RequestListener): Promise<number> => listen(createServer(answer));
/** A receiver that writes bytes of its own choice, valid HTTP or not. */
const rawReceiver = (speak: (socket: Socket) => void): Promise<number> => listen(createTcpServer((socket) => { socket.on('error', () => undefined); speak(socket); }));

const clientFor = (port: number, options: EgressOptions = {}): EgressClient => new EgressClient({ places: new AllowedPlaces([`127.0.0.1:${port}`]), limits: LIMITS, ...options });
const post = (client: EgressClient, url: string): Promise<EgressAnswer> => client.send({ url, method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a":1}') });
const postTo = (port: number, options?: EgressOptions): Promise<EgressAnswer> => post(clientFor(port, options), `http://127.0.0.1:${port}/hook?x=1`);

afterEach(async () => {
  sockets.forEach((socket) => socket.destroy());
  sockets.clear();
  await Promise.all(opened.splice(0).map((server) => new Promise((resolve) => { server.close(resolve); })));
});

describe('a call to an address that others chose', () => {
  it('carries method, path, host, our headers and the exact bytes, and asks for no compression', async () => {
    let seen: { request: IncomingMessage; body: string } | undefined;
    const port = await receiver((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        seen = { request, body: Buffer.concat(chunks).toString() };
        response.writeHead(202, { 'retry-after': '7' }).end('thanks');
      });
    });

    const answer = await postTo(port);

    expect(answer).toMatchObject({ status: 202, retryAfter: '7', ending: 'complete' });
    expect(answer.body.toString()).toBe('thanks');
    expect(seen?.body).toBe('{"a":1}');
    expect(seen?.request).toMatchObject({ method: 'POST', url: '/hook?x=1' });
    expect(seen?.request.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'content-type': 'application/json', 'content-length': '7', 'accept-encoding': 'identity' });
  });

  it.each([[300], [301], [302], [303], [307], [308]])('follows no redirect: %i is the answer', async (status) => {
    let inner = 0;
    const target = await receiver((_request, response) => { inner += 1; response.end(); });
    const port = await receiver((_request, response) => { response.writeHead(status, { location: `http://127.0.0.1:${target}/`, refresh: `0; url=http://127.0.0.1:${target}/` }).end(`<meta http-equiv="refresh" content="0; url=http://127.0.0.1:${target}/">`); });

    const answer = await post(new EgressClient({ places: new AllowedPlaces([`127.0.0.1:${port}`, `127.0.0.1:${target}`]), limits: LIMITS }), `http://127.0.0.1:${port}/`);

    expect(answer.status).toBe(status);
    expect(inner).toBe(0);
  });

  it.each([
    ['nothing at all', () => undefined, 'answer_timed_out'],
    ['one byte after the other of a head', (socket: Socket) => { const timer = setInterval(() => socket.write('H'), 50); socket.on('close', () => clearInterval(timer)); socket.write('HTTP/1.1 200 OK\r\nX-A: '); }, 'answer_timed_out'],
    ['an end before any answer', (socket: Socket) => { socket.once('data', () => socket.destroy()); }, 'connection_broken'],
    ['what is no HTTP', (socket: Socket) => { socket.end('220 mail.example.com ESMTP\r\n'); }, 'answer_malformed'],
    ['a head without end', (socket: Socket) => { socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`); }, 'answer_malformed'],
    ['interim answers only', (socket: Socket) => { socket.write('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n'); }, 'answer_timed_out'],
  ] as const)('fails when the receiver says %s', async (_what, speak, reason) => {
    const port = await rawReceiver(speak);

    await expect(postTo(port)).rejects.toMatchObject({ kind: 'Unavailable', reason });
  });

  it.each([
    ['200 and then resets', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc', true, { status: 200, ending: 'broken' }],
    ['200 and one byte a second', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na', false, { status: 200, ending: 'timed_out' }],
    ['a status that there is not', 'HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n', false, { status: 600 }],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', false, { status: 101 }],
    ['410', 'HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n', false, { status: 410 }],
  ] as const)('has its status as soon as the head is there: %s', async (_what, bytes, isCut, expected) => {
    const port = await rawReceiver((socket) => socket.once('data', () => socket.write(bytes, () => { if (isCut) setTimeout(() => socket.resetAndDestroy(), 50); })));

    expect(await postTo(port)).toMatchObject(expected);
  });

  it('reads no more than 64 KB of an endless answer, and inflates nothing', async () => {
    let written = 0;
    const flood = (response: ServerResponse): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) written += 65_536;
      response.once('drain', () => flood(response));
    };
    const endless = await receiver((_request, response) => { response.writeHead(200); flood(response); });
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const packed = await receiver((_request, response) => { response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb); });

    const [flooded, inflated] = [await postTo(endless), await postTo(packed)];

    expect(flooded).toMatchObject({ status: 200, ending: 'cut' });
    expect(flooded.body).toHaveLength(65_536);
    expect(inflated.body.length).toBeLessThanOrEqual(65_536);
    expect(inflated.body.equals(bomb.subarray(0, inflated.body.length))).toBe(true);
    expect(written).toBeLessThan(20_000_000);
  });

  it('fails when nobody listens', async () => {
    const port = await receiver((_request, response) => { response.end(); });
    await new Promise((resolve) => { opened.splice(0)[0].close(resolve); });

    await expect(postTo(port)).rejects.toMatchObject({ reason: 'connect_failed' });
  });
});

describe('a name', () => {
  const url = 'https://hooks.example.com:8443/';
  const resolved = (...addresses: string[]): EgressClient => new EgressClient({ limits: LIMITS, lookup: () => Promise.resolve(addresses) });

  it.each([
    ['inside alone', ['10.1.2.3']], ['public and inside', ['93.184.216.34', '127.0.0.1']], ['inside and public', ['169.254.169.254', '93.184.216.34']], ['mapped', ['::ffff:10.0.0.1']],
    ['of a metadata service', ['fd00:ec2::254']], ['of a scoped link', ['fe80::1%lo']], ['that is no address', ['localhost']],
  ])('with addresses %s is connected to nowhere', async (_what, addresses) => {
    await expect(post(resolved(...addresses), url)).rejects.toMatchObject({ reason: 'address_blocked' });
  });

  it('with a thousand addresses is connected to nowhere', async () => {
    await expect(post(resolved(...Array.from({ length: 1_000 }, (_, index) => `93.184.${index >> 8}.${index & 255}`)), url)).rejects.toMatchObject({ reason: 'too_many_addresses' });
  });

  it('never reaches a receiver on loopback through any form of its address', async () => {
    let reached = 0;
    const port = await receiver((_request, response) => { reached += 1; response.end(); });
    const client = new EgressClient({ limits: LIMITS, lookup: () => Promise.resolve(['127.0.0.1']) });
    const hosts = ['127.0.0.1', '127.1', '0x7f000001', '2130706433', '0', '[::1]', '[::ffff:127.0.0.1]', 'localhost', 'hooks.example.com', '127.0.0.1.nip.example.com'];

    for (const host of hosts) for (const scheme of ['http', 'https']) await expect(post(client, `${scheme}://${host}:${port}/`)).rejects.toBeDefined();

    expect(reached).toBe(0);
  });
});

describe('an encrypted call', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yagura-egress-'));
    const openssl = (...args: readonly string[]): void => { execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' }); };
    const issue = (name: string, altName: string, ...days: string[]): void => {
      openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`, '-addext', `subjectAltName=${altName}`);
      openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`, '-copy_extensions', 'copy', ...days);
    };
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority', '-days', '2');
    issue('good', 'DNS:localhost,IP:127.0.0.1', '-days', '2');
    issue('other', 'DNS:other.example.com', '-days', '2');
    issue('over', 'DNS:localhost,IP:127.0.0.1', '-days', '0');
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const secure = (name: string, options: object = {}): Promise<number> =>
    listen(createSecureServer({ key: file(`${name}.key`), cert: file(`${name}.pem`), ...options }, (request, response) => { response.end(JSON.stringify({ host: request.headers.host, name: 'servername' in request.socket ? request.socket.servername : null })); }).on('tlsClientError', () => undefined));

  it('goes to the checked address under the name of the host', async () => {
    const port = await secure('good');
    const ca = file('ca.pem');
    const byAddress = await post(clientFor(port, { ca }), `https://127.0.0.1:${port}/`);
    const byName = await post(new EgressClient({ ca, limits: LIMITS, places: new AllowedPlaces([`localhost:${port}`]) }), `https://localhost:${port}/`);

    expect(JSON.parse(byAddress.body.toString())).toEqual({ host: `127.0.0.1:${port}`, name: false });
    expect(JSON.parse(byName.body.toString())).toEqual({ host: `localhost:${port}`, name: 'localhost' });
  });

  it.each([['signed by nobody known', 'good', {}, false], ['for another name', 'other', {}, true], ['that has expired', 'over', {}, true], ['over TLS 1.1', 'good', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, true]] as const)(
    'with a certificate %s fails', async (_what, name, options, isTrusted) => {
      const port = await secure(name, options);

      await expect(post(clientFor(port, isTrusted ? { ca: file('ca.pem') } : {}), `https://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'tls_failed' });
    });
});
