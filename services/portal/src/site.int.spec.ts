import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { builtAssets, builtDocuments } from './built-entry';
import { startSite, type RunningSite } from './site';

interface Answer { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }

/** By plain HTTP, so that nothing is unpacked, tidied or added on the way. */
function ask(url: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const [, host, port, path] = /^http:\/\/([^:]+):(\d+)(\/.*)$/.exec(url) ?? [];
    request({ host, port, path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on('error', reject).end(body);
  });
}

describe.each(['console', 'client'] as const)('the site of the %s', (entry) => {
  let gateway: Server;
  let site: RunningSite;
  let heard: { headers: IncomingMessage['headers']; body: string }[] = [];
  const [asset] = [...builtAssets(entry)].filter(([path]) => path.endsWith('.js')).map(([path]) => path);

  beforeAll(async () => {
    gateway = createServer((asked, answer) => {
      let body = '';
      asked.setEncoding('utf8').on('data', (text: string) => { body += text; }).on('end', () => {
        heard.push({ headers: asked.headers, body });
        answer.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-inner': 'secret', 'cache-control': 'no-store' }).end('{"data":null}');
      });
    });
    await once(gateway.listen(0, '127.0.0.1'), 'listening');
    site = await startSite({ entry, host: '127.0.0.1', port: 0, graphqlUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/graphql`, issuer: 'https://id.example/realms/yagura', clientId: `yagura-<${entry}>` });
  });
  beforeEach(() => { heard = []; });
  afterAll(async () => {
    await site.stop();
    gateway.close();
  });

  it('answers every address that is no file with its page, which no cache keeps', async () => {
    for (const path of ['/', '/t/aoba/cases/7?tab=raw', '/%2e%2e/%2e%2e/etc/passwd']) {
      const { status, headers, body } = await ask(`${site.url}${path}`);
      expect({ status, type: headers['content-type'], cache: headers['cache-control'], isPage: body.toString().startsWith('<!doctype html>') }).toEqual({ status: 200, type: 'text/html; charset=utf-8', cache: 'no-store', isPage: true });
    }
  });

  it('lets a page run scripts of its own origin only, and style elements that carry the word of this one answer', async () => {
    const [first, second] = [await ask(`${site.url}/`), await ask(`${site.url}/`)];
    const nonces = [first, second].map(({ headers, body }) => {
      const policy = String(headers['content-security-policy']);
      expect(policy).toMatch(/(^|; )default-src 'none';/);
      expect(policy).toMatch(/; script-src 'self';/);
      expect(policy).toContain("connect-src 'self' https://id.example;");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(body.toString()).toContain(`"nonce":"${nonce}"`);
      return nonce;
    });
    expect(nonces[0]).toHaveLength(24);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(first.body.toString()).not.toContain(`<${entry}>`);
    expect(first.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' });
  });

  it('gives its files for ever, packed for those who unpack, and nothing else under their folder', async () => {
    const plain = await ask(`${site.url}${asset}`);
    const packed = await ask(`${site.url}${asset}?v=1`, { headers: { 'accept-encoding': 'br, gzip' } });
    expect([plain, packed].map(({ status, headers }) => [status, headers['cache-control'], headers['content-type']])).toEqual([plain, packed].map(() => [200, 'public, max-age=31536000, immutable', 'text/javascript; charset=utf-8']));
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(await ask(`${site.url}${asset}`, { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0), headers: { 'content-length': String(plain.body.length) } });
    for (const path of ['/assets/', '/assets/none.js', '/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/constructor', `${asset}.map`]) {
      expect({ path, status: (await ask(`${site.url}${path}`)).status }).toEqual({ path, status: 404 });
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s everywhere but at the API', async (method) => {
    for (const path of ['/', asset]) expect((await ask(`${site.url}${path}`, { method })).status).toBe(405);
    expect(heard).toEqual([]);
  });

  it('hands on to the gateway only what the gateway reads, and back only what a browser needs', async () => {
    const headers = { 'content-type': 'application/json', 'authorization': 'Bearer t', 'accept-language': 'ja', 'idempotency-key': 'k', 'cookie': 'stolen=1', 'x-forwarded-for': '10.9.8.7', 'origin': 'https://evil.example', 'x-tenant': 'other', 'forwarded': 'for=10.9.8.7' };
    const answer = await ask(`${site.url}/graphql?tenant=x`, { method: 'POST', headers, body: '{"query":"{ ping }"}' });

    const [{ headers: onward, body }] = heard;
    expect(body).toBe('{"query":"{ ping }"}');
    expect(onward).toMatchObject({ 'content-type': 'application/json', 'authorization': 'Bearer t', 'accept-language': 'ja', 'idempotency-key': 'k' });
    expect(Object.keys(onward).filter((name) => ['cookie', 'x-forwarded-for', 'origin', 'x-tenant', 'forwarded'].includes(name))).toEqual([]);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
    expect(Object.keys(answer.headers).filter((name) => ['set-cookie', 'x-inner'].includes(name))).toEqual([]);
  });

  it('registers documents of its own, each under the SHA-256 of its text, and shares none with the other entry', () => {
    const own = builtDocuments(entry);
    const other = builtDocuments(entry === 'console' ? 'client' : 'console');
    expect(own.size).toBeGreaterThan(0);
    expect([...own.keys()].filter((hash) => !/^[0-9a-f]{64}$/.test(hash))).toEqual([]);
    expect([...own.keys()].filter((hash) => other.has(hash))).toEqual([]);
  });
});

describe('a site whose gateway', () => {
  const siteBefore = async (gateway: Server | undefined, run: (url: string, onError: string[]) => Promise<void>): Promise<void> => {
    const port = gateway === undefined ? await shutPort() : (gateway.address() as AddressInfo).port;
    const errors: string[] = [];
    const site = await startSite({ entry: 'client', host: '127.0.0.1', port: 0, graphqlUrl: `http://127.0.0.1:${port}/graphql`, issuer: 'https://id.example/realms/yagura', clientId: 'yagura-portal', onError: (error) => errors.push(String(error)) });
    try {
      await run(site.url, errors);
    } finally {
      await site.stop();
    }
  };

  it('is away says so in the API’s own form and when to come again', async () => {
    await siteBefore(undefined, async (url, errors) => {
      const { status, headers, body } = await ask(`${url}/graphql`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
      expect({ status, retry: headers['retry-after'], cache: headers['cache-control'] }).toEqual({ status: 503, retry: '2', cache: 'no-store' });
      expect(JSON.parse(body.toString())).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE', slug: 'gateway.away' } }] });
      expect(errors).toHaveLength(1);
      expect((await ask(`${url}/`)).status).toBe(200);
    });
  });

  it('streams has every word passed on when it is said, and its stream ended when the browser leaves', async () => {
    let say: (text: string) => void = () => undefined;
    let leftBy: () => void = () => undefined;
    const left = new Promise<void>((resolve) => { leftBy = resolve; });
    const gateway = createServer((_asked, answer) => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.flushHeaders();
      say = (text) => answer.write(text);
      answer.on('close', () => leftBy());
    });
    await once(gateway.listen(0, '127.0.0.1'), 'listening');
    await siteBefore(gateway, async (url) => {
      const leave = new AbortController();
      const answer = await fetch(`${url}/graphql`, { method: 'POST', body: '{}', headers: { accept: 'text/event-stream' }, signal: leave.signal });
      expect(answer.headers.get('content-type')).toBe('text/event-stream');
      const reader = answer.body?.getReader();
      for (const word of [':\n\n', 'event: next\n\n']) {
        say(word);
        const part = await reader?.read();
        expect(new TextDecoder().decode(part?.value)).toBe(word);
      }
      leave.abort();
      await left;
    });
    gateway.close();
  });
});

/** A port at which nobody listens any more. */
async function shutPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
