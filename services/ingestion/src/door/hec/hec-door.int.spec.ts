import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { BatchHeaders } from '@yagura/messaging';
import { newPublicId, newSourceToken } from '@yagura/auth';
import { forSystem, type TenantId } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../../testing/door-world';

const CHANNEL = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const EVENT = '/services/collector/event';
const RAW = '/services/collector/raw';
const event = (text: string): string => JSON.stringify({ event: text });

interface Sent { readonly path?: string; readonly headers?: Record<string, string>; readonly body?: string | Buffer; readonly method?: string }
interface Answer { readonly status: number; readonly body: unknown; readonly retryAfter: string | null }

const asOwner = (statement: string): Promise<unknown> => database.systemDb('yagura_owner').sql(statement);
let database: TestDatabase;
let world: DoorWorld;
let a: Sender;
let b: Sender;
let disabled: Sender;
let switchedOff: Sender;

beforeAll(async () => {
  database = await testDatabase();
  world = await new DoorWorld(database).start();
  [a, b, disabled, switchedOff] = [await world.sender('acme'), await world.sender('blue'), await world.sender('cedar'), await world.sender('delta')];
  await world.tellCredential(disabled, 'revoked');
  await world.tell(switchedOff, { enabled: false });
});

afterAll(async () => {
  await world.stop();
  await database.drop();
});

/** `fetch` is typed for plain byte arrays only. */
const bytesOf = (body: string | Buffer): string | Uint8Array<ArrayBuffer> => (typeof body === 'string' ? body : new Uint8Array(body));

async function send({ path = EVENT, headers = {}, body, method = 'POST' }: Sent): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${world.port}${path}`, { method, headers, body: method === 'POST' ? bytesOf(body ?? '') : undefined });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), retryAfter: response.headers.get('retry-after') };
}

const as = (sender: Sender, sent: Sent = {}): Promise<Answer> => send({ ...sent, headers: { authorization: `Splunk ${sender.token}`, ...sent.headers } });

interface LogRow extends Record<string, unknown> { readonly tenant_id: string; readonly source_id: string; readonly batch_id: string; readonly headers: BatchHeaders; readonly body: Buffer }
const logOf = (tenantId: TenantId): Promise<LogRow[]> => database.systemDb('lane_log_reader').sql<LogRow>(
  'select tenant_id, source_id, batch_id, headers, body from lane.telemetry_log where tenant_id = $1 order by received_at, position', [tenantId]);

const refusalsOf = async (sender: Sender): Promise<Record<string, number>> => {
  const rows = await database.tenantDb('svc_ingestion').read(forSystem(sender.tenantId, 'ingestion'), (read) =>
    read.sql<{ code: number; requests: string }>('select code, sum(requests) as requests from ingestion.refusal_count group by code'));
  return Object.fromEntries(rows.map(({ code, requests }) => [String(code), Number(requests)]));
};

/** Speaks HTTP by hand, for what a well-behaved client cannot send. Answers all bytes until the door closes or `enough` has come. */
function speak(parts: readonly string[], enough?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(world.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      if (enough?.test(heard) === true) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
    for (const part of parts) socket.write(part);
  });
}
const head = (sender: Sender, ...more: string[]): string => [`POST ${EVENT} HTTP/1.1`, 'Host: door', `Authorization: Splunk ${sender.token}`, ...more, '', ''].join('\r\n');

const foreign = (): string => newSourceToken(newPublicId()).token;
const wrongSecret = (): string => newSourceToken(a.publicId).token;
const broken = (): string => `${a.token.slice(0, -1)}${a.token.endsWith('a') ? 'b' : 'a'}`;
const OK = { status: 200, body: { text: 'Success', code: 0 } };
const INVALID_TOKEN = { status: 403, body: { text: 'Invalid token', code: 4 } };
const refused = (status: number, code: number, text: string, more: Record<string, number> = {}) => ({ status, body: { text, code, ...more } });

describe('who may come in, before anything else of a request is looked at', () => {
  it.each<[string, () => Sent, object]>([
    ['nobody', () => ({}), refused(401, 2, 'Token is required')],
    ['a header without a scheme', () => ({ headers: { authorization: a.token } }), refused(401, 3, 'Invalid authorization')],
    ['a scheme without a token', () => ({ headers: { authorization: 'Splunk' } }), refused(401, 3, 'Invalid authorization')],
    ['a bearer token', () => ({ headers: { authorization: `Bearer ${a.token}` } }), refused(401, 3, 'Invalid authorization')],
    ['Basic without a password', () => ({ headers: { authorization: `Basic ${Buffer.from('splunk').toString('base64')}` } }), refused(401, 3, 'Invalid authorization')],
    ['a text that is no token', () => ({ headers: { authorization: 'Splunk 00000000-0000-0000-0000-000000000000' } }), INVALID_TOKEN],
    ['a token with a slip', () => ({ headers: { authorization: `Splunk ${broken()}` } }), INVALID_TOKEN],
    ['a well-formed token of nobody', () => ({ headers: { authorization: `Splunk ${foreign()}` } }), INVALID_TOKEN],
    ['a known id with another secret', () => ({ headers: { authorization: `Splunk ${wrongSecret()}` } }), INVALID_TOKEN],
    ['a revoked credential', () => ({ headers: { authorization: `Splunk ${disabled.token}` } }), refused(403, 1, 'Token disabled')],
    ['a source that is switched off', () => ({ headers: { authorization: `Splunk ${switchedOff.token}` } }), refused(403, 1, 'Token disabled')],
    ['a valid token in the address', () => ({ path: `${EVENT}?token=${a.token}` }), refused(400, 16, 'Query string authorization is not enabled')],
    ['a wrong token in the address', () => ({ path: `${EVENT}?token=${foreign()}` }), INVALID_TOKEN],
    ['the token as the password of Basic', () => ({ headers: { authorization: `Basic ${Buffer.from(`x:${a.token}`).toString('base64')}` }, body: event('basic') }), OK],
    ['the token in the usual header', () => ({ headers: { authorization: `Splunk ${a.token}` }, body: event('usual') }), OK],
  ])('answers %s as Splunk does', async (_, sent, expected) => {
    expect(await send(sent())).toMatchObject(expected);
  });

  it('says that the token is wrong rather than what else is', async () => {
    const worst = { path: `${RAW}?channel=nonsense`, body: 'not { json', headers: { 'content-encoding': 'gzip, gzip' } };

    expect(await send({ ...worst, headers: { ...worst.headers, authorization: `Splunk ${foreign()}` } })).toMatchObject(INVALID_TOKEN);
    expect(await send(worst)).toMatchObject(refused(401, 2, 'Token is required'));
  });

  it('takes two Authorization headers for none, since two readers could take different ones', async () => {
    const heard = await speak([head(a, `Authorization: Splunk ${b.token}`, 'Content-Length: 0', 'Connection: close')]);

    expect(heard).toMatch(/^HTTP\/1\.1 401 /);
    expect(heard).toContain('{"text":"Invalid authorization","code":3}');
  });
});

describe('what may come in', () => {
  const DEEP = `{"event":${'['.repeat(65)}${']'.repeat(65)}}`;
  const MANY_KEYS = `{"event":{${Array.from({ length: 2_001 }, (_, key) => `"k${key}":1`).join(',')}}}`;

  it.each<[string, Sent, object]>([
    ['an empty body', { body: '' }, refused(400, 5, 'No data')],
    ['white space', { body: ' \r\n ' }, refused(400, 5, 'No data')],
    ['null', { body: 'null' }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['a list', { body: '[]' }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['text that is no JSON', { body: 'hello' }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['a broken second event', { body: `${event('one')}{"event":` }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 1 })],
    ['an object without event', { body: `${event('one')}${event('two')}{"message":"x"}` }, refused(400, 12, 'Event field is required', { 'invalid-event-number': 2 })],
    ['a blank event', { body: '{"event":"  "}' }, refused(400, 13, 'Event field cannot be blank', { 'invalid-event-number': 0 })],
    ['a null event', { body: '{"event":null}' }, refused(400, 13, 'Event field cannot be blank', { 'invalid-event-number': 0 })],
    ['nesting beyond 64', { body: DEEP }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['more than 2,000 keys', { body: MANY_KEYS }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['two event keys', { body: '{"event":"a","event":"b"}' }, refused(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })],
    ['a channel that is no GUID', { path: `${EVENT}?channel=one`, body: event('x') }, refused(400, 11, 'Invalid data channel')],
    ['raw text without a channel', { path: RAW, body: 'line' }, refused(400, 10, 'Data channel is missing')],
    ['raw text of blank lines', { path: `${RAW}?channel=${CHANNEL}`, body: '\n \n' }, refused(400, 5, 'No data')],
    ['a question for acknowledgements', { path: `/services/collector/ack?channel=${CHANNEL}`, body: '{"acks":[0]}' }, refused(400, 14, 'ACK is disabled')],
    ['gzip that is none', { body: event('x'), headers: { 'content-encoding': 'gzip' } }, refused(400, 6, 'Invalid data format')],
    ['gzip cut short', { body: gzipSync(event('cut')).subarray(0, 20), headers: { 'content-encoding': 'gzip' } }, refused(400, 6, 'Invalid data format')],
    ['gzip with rubbish behind it', { body: Buffer.concat([gzipSync(event('tail')), Buffer.from('rubbish')]), headers: { 'content-encoding': 'gzip' } }, refused(400, 6, 'Invalid data format')],
    ['gzip of nothing', { body: gzipSync(''), headers: { 'content-encoding': 'gzip' } }, refused(400, 5, 'No data')],
    ['a small bomb', { body: gzipSync(Buffer.alloc(8 * 1_048_576, 0x20)), headers: { 'content-encoding': 'gzip' } }, { status: 413 }],
    ['a bomb beyond 64 MiB', { body: gzipSync(Buffer.alloc(70 * 1_048_576, 0x20)), headers: { 'content-encoding': 'gzip' } }, { status: 413 }],
    ['gzip in gzip', { body: gzipSync(gzipSync(event('x'))), headers: { 'content-encoding': 'gzip, gzip' } }, { status: 415 }],
    ['brotli', { body: 'x', headers: { 'content-encoding': 'br' } }, { status: 415 }],
    ['10 MiB and a byte', { body: Buffer.alloc(10 * 1_048_576 + 1, 0x20) }, { status: 413 }],
    ['a body in two gzip members', { body: Buffer.concat([gzipSync(event('first')), gzipSync(event('second'))]), headers: { 'content-encoding': 'gzip' } }, OK],
    ['events side by side', { body: `${event('1')}${event('2')}\n${event('3')}` }, OK],
    ['a form, as most libraries call it', { body: event('form'), headers: { 'content-type': 'application/x-www-form-urlencoded' } }, OK],
    ['raw lines with a channel in the header', { path: RAW, body: 'one\ntwo\n', headers: { 'x-splunk-request-channel': CHANNEL } }, OK],
    ['raw lines with a channel in the address', { path: `/services/collector/raw/1.0?channel=${CHANNEL.toUpperCase()}`, body: 'three' }, OK],
    ['a body that syslog-ng would repeat for ever', { body: '{"message":"no event"}', headers: { 'user-agent': 'syslog-ng 3.38.1/libcurl 7.88.1' } }, OK],
    ['the shortest path', { path: '/services/collector', body: event('short') }, OK],
  ])('answers %s as Splunk does, and logs it exactly when it says 200', async (_, sent, expected) => {
    const before = (await logOf(a.tenantId)).length;

    const answer = await as(a, sent);

    expect(answer).toMatchObject(expected);
    expect((await logOf(a.tenantId)).length - before).toBe(answer.status === 200 ? 1 : 0);
  });

  it.each<[string, Sent, object]>([
    ['health', { path: '/services/collector/health', method: 'GET' }, refused(200, 17, 'HEC is healthy')],
    ['health by version', { path: '/services/collector/health/1.0', method: 'GET' }, refused(200, 17, 'HEC is healthy')],
    ['an address of another service', { path: '/services/other' }, { status: 404 }],
    ['a climbing address', { path: '/services/collector/%2e%2e/admin' }, { status: 404 }],
    ['a name that every object has', { path: '/services/constructor' }, { status: 404 }],
    ['GET of a collector', { method: 'GET' }, { status: 405 }],
    ['PUT of a collector', { method: 'PUT' }, { status: 405 }],
    ['POST of health', { path: '/services/collector/health' }, { status: 405 }],
    ['OPTIONS', { method: 'OPTIONS' }, { status: 200, body: {} }],
  ])('answers %s without a token', async (_, sent, expected) => {
    expect(await send(sent)).toMatchObject(expected);
  });

  it('closes an endless body at the limit and lets its sender read why', async () => {
    const socket = connect(world.port, '127.0.0.1');
    const chunk = Buffer.alloc(1_048_576, 0x20);
    socket.write(head(a, 'Transfer-Encoding: chunked'));
    const feed = setInterval(() => { socket.write(`${chunk.length.toString(16)}\r\n`); socket.write(chunk); socket.write('\r\n'); }, 2);
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => { text += data.toString('latin1'); });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    clearInterval(feed);

    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toMatch(/connection: close/i);
  });

  it.each([
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['a length that is no number', ['Content-Length: many']],
    ['a length shorter than its body', ['Content-Length: 3']],
  ])('refuses and closes a request with %s', async (_, lines) => {
    expect(await speak([head(a, ...lines), 'hello'])).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('accepts nothing of a body whose sender goes away before its end', async () => {
    const before = (await logOf(a.tenantId)).length;
    const counted = (await refusalsOf(a))['6'] ?? 0;
    const socket = connect(world.port, '127.0.0.1');
    await new Promise<void>((resolve) => { socket.write(`${head(a, 'Content-Length: 1000')}${event('half')}`, () => resolve()); });
    socket.destroy();

    for (let look = 0; ((await refusalsOf(a))['6'] ?? 0) === counted && look < 200; look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await refusalsOf(a))['6']).toBe(counted + 1);
    expect((await logOf(a.tenantId)).length).toBe(before);
  });
});

describe('what the log holds', () => {
  it('is the client’s own gzip bytes with the hash of what they mean', async () => {
    const text = `${event('own bytes')}${event('いろは')}`;
    const wire = gzipSync(text, { level: 9 });

    await as(b, { body: wire, headers: { 'content-encoding': 'gzip' } });

    const row = (await logOf(b.tenantId)).at(-1);
    expect(row?.body.equals(wire)).toBe(true);
    expect(row?.headers).toMatchObject({
      door: 'hec.event', encoding: 'gzip', count: 2, wireBytes: wire.length, rawBytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex'),
      sourceNumber: 7, parser: null, timeZone: 'UTC',
    });
  });

  it('is compressed once when the client sent plain text, and left plain where that only adds', async () => {
    const long = event('a long line of text '.repeat(200));
    await as(b, { body: long });
    await as(b, { body: event('s') });

    const [packed, plain] = (await logOf(b.tenantId)).slice(-2);
    expect(packed.headers.encoding).toBe('gzip');
    expect(packed.headers.wireBytes).toBe(long.length);
    expect(gunzipSync(packed.body).toString()).toBe(long);
    expect([plain.headers.encoding, plain.body.toString()]).toEqual(['identity', event('s')]);
  });

  it('is of the credential’s tenant and source, whatever body, header, index or address say', async () => {
    const before = await logOf(b.tenantId);
    const body = JSON.stringify({ event: { tenant_id: b.tenantId, msg: 'forged' }, index: b.tenantId, fields: { tenantid: b.tenantId }, source: b.sourceId });
    const headers = { 'x-tenant-id': b.tenantId, 'x-forwarded-for': '10.0.0.1', forwarded: `for=${b.tenantId}`, 'x-splunk-index': b.tenantId };

    expect(await as(a, { path: `${EVENT}?tenant=${b.tenantId}&index=${b.tenantId}`, body, headers })).toMatchObject(OK);

    expect(await logOf(b.tenantId)).toEqual(before);
    expect((await logOf(a.tenantId)).at(-1)).toMatchObject({ tenant_id: a.tenantId, source_id: a.sourceId });
  });

  it('is there before the sender hears 200: a log that cannot be written is busy, and a repeat is accepted', async () => {
    const c = await world.sender('unwritable');
    const body = event('not lost');
    await asOwner('revoke insert on lane.telemetry_log from svc_ingestion');

    const answer = await as(c, { body });
    expect(answer).toMatchObject(refused(503, 9, 'Server is busy'));
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    expect(await logOf(c.tenantId)).toEqual([]);

    await asOwner('grant insert on lane.telemetry_log to svc_ingestion');
    expect(await as(c, { body })).toMatchObject(OK);
    expect(await logOf(c.tenantId)).toHaveLength(1);
    expect(await refusalsOf(c)).toEqual({ 9: 1 });
  });
});

describe('what a tenant sees of its refusals', () => {
  it('is each of them by code, and the bodies that its sender will drop, but no empty ones', async () => {
    const c = await world.sender('careless');
    for (const body of ['', '  ', '{"event":""}', '{"event":""}', 'nonsense']) await as(c, { body });
    await as(c, { path: RAW, body: 'line' });
    await as(c, { path: `${EVENT}?token=${c.token}`, headers: { authorization: '' } });

    expect(await refusalsOf(c)).toEqual({ 5: 2, 6: 1, 10: 1, 13: 2 });
    const kept = await database.tenantDb('svc_ingestion').read(forSystem(c.tenantId, 'ingestion'), (read) =>
      read.sql<{ code: number; body: Buffer; reason: string }>('select code, body, reason from ingestion.refused_body order by code'));
    expect(kept.map(({ code, body, reason }) => [code, reason, body.toString()])).toEqual([[6, 'hec_6', 'nonsense'], [13, 'hec_13', '{"event":""}']]);
  });
});
