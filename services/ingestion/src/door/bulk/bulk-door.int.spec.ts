import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SystemDb, TenantDb } from '@yagura/db';
import { forSystem, newId, NotFound, type TenantId } from '@yagura/kernel';
import type { BatchHeaders } from '@yagura/messaging';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { SourceController } from '../../source/source.controller';
import { DoorWorld, type Sender } from '../../testing/door-world';
import { DEFAULT_VERSION } from './handshake';

const BULK = '{"index":{"_index":"logs","_type":"events","_id":"1"}}\n{"message":"one"}\n{"create":{}}\n{"message":"two"}\n';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Sent { readonly method?: string; readonly path?: string; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
interface Answer { readonly status: number; readonly headers: Headers; readonly text: string }
interface LogRow extends Record<string, unknown> { readonly tenant_id: string; readonly source_id: string; readonly batch_id: string; readonly headers: BatchHeaders; readonly body: Buffer }

let database: TestDatabase;
let log: SystemDb;
let books: TenantDb;
let world: DoorWorld;
let a: Sender;
let b: Sender;

beforeAll(async () => {
  database = await testDatabase();
  [log, books] = [database.systemDb('lane_log_reader'), database.tenantDb('svc_ingestion')];
  world = await new DoorWorld(database).start();
  [a, b] = [await world.sender('acme'), await world.sender('blue')];
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});

async function send({ method = 'POST', path = '/_bulk', headers = {}, body }: Sent): Promise<Answer> {
  const bytes = typeof body === 'string' || body === undefined ? body : new Uint8Array(body);
  const response = await fetch(`http://127.0.0.1:${world.port}${path}`, { method, headers, body: bytes });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const as = ({ token }: Sender, sent: Sent): Promise<Answer> => send({ ...sent, headers: { authorization: `ApiKey ${base64(`id:${token}`)}`, ...sent.headers } });
const logOf = (tenantId: TenantId): Promise<LogRow[]> =>
  log.sql<LogRow>('select tenant_id, source_id, batch_id, headers, body from lane.telemetry_log where tenant_id = $1 order by received_at, position', [tenantId]);
const counts = async ({ tenantId }: Sender) => {
  const [row] = await books.read(forSystem(tenantId, 'ingestion'), (read) => read.sql<{ records: number; refused: number }>(
    `select (select coalesce(sum(records), 0)::int from ingestion.door_count where tenant_id = $1) as records,
       (select coalesce(sum(requests), 0)::int from ingestion.refusal_count where tenant_id = $1 and code = 400) as refused`, [tenantId]));
  return row;
};

describe('who may come in', () => {
  it.each<[string, (token: string) => string]>([
    ['Basic, the token as password', (token) => `Basic ${base64(`source:${token}`)}`],
    ['an API key, the token behind the colon', (token) => `ApiKey ${base64(`id:${token}`)}`],
    ['an API key, the token itself', (token) => `ApiKey ${token}`],
    ['Bearer', (token) => `bearer ${token}`],
  ])('is who brings a source’s own credential as %s', async (_, authorization) => {
    const answer = await send({ headers: { authorization: authorization(a.token) }, body: BULK });

    expect([answer.status, (await logOf(a.tenantId)).at(-1)?.source_id]).toEqual([200, a.sourceId]);
  });

  it('reaches its own company alone, whatever index, document, header or address say', async () => {
    const before = await logOf(b.tenantId);
    const body = `{"index":{"_index":"${b.tenantId}","_id":"${b.sourceId}","routing":"${b.tenantId}"}}\n{"tenant_id":"${b.tenantId}","_index":"${b.tenantId}","source":"${b.sourceId}"}\n`;
    const headers = { 'x-tenant-id': b.tenantId, 'x-forwarded-user': b.sourceId, 'es-security-runas-user': b.sourceId };

    for (const path of [`/${b.tenantId}/_bulk?routing=${b.tenantId}&pipeline=${b.tenantId}`, `/${b.token}/_bulk`]) expect((await as(a, { path, body, headers })).status).toBe(200);

    expect(await logOf(b.tenantId)).toEqual(before);
    expect((await logOf(a.tenantId)).at(-1)).toMatchObject({ tenant_id: a.tenantId, source_id: a.sourceId });
  });
});

describe('what a client hears', () => {
  it('begins with the bytes that Fluent Bit looks for, with one item per action in order', async () => {
    const { status, text, headers } = await as(a, { body: BULK });

    expect(status).toBe(200);
    expect(text).toMatch(/^\{"took":\d+,"errors":false,"items":\[\{"index":\{[^}]*"status":201\}\},\{"create":\{[^}]*"status":201\}\}\]\}$/);
    expect(headers.get('x-elastic-product')).toBe('Elasticsearch');
  });

  it('is a 400 for each update and delete, in their places, while the documents around them are accepted and both are counted', async () => {
    const c = await world.sender('mixed');

    const { status, text } = await as(c, { body: `{"delete":{"_id":"1"}}\n${BULK}{"update":{"_id":"1"}}\n{"doc":{"a":1}}\n{"index":{}}\nno json\n` });

    const { errors, items } = JSON.parse(text) as { errors: boolean; items: Record<string, { status: number }>[] };
    expect([status, errors]).toEqual([200, true]);
    expect(items.map((item) => Object.entries(item).map(([action, { status: one }]) => `${action} ${one}`).join())).toEqual(
      ['delete 400', 'index 201', 'create 201', 'update 400', 'index 201']);
    expect(await counts(c)).toEqual({ records: 3, refused: 2 });
    expect((await logOf(c.tenantId)).map(({ headers }) => [headers.door, headers.count])).toEqual([['bulk', 3]]);
  });

  it.each([
    ['application/json; charset=utf-8', undefined, 'application/json; charset=utf-8'],
    ['application/x-ndjson', undefined, 'application/json; charset=utf-8'],
    ['application/vnd.elasticsearch+x-ndjson; compatible-with=9', 'application/vnd.elasticsearch+json; compatible-with=9', 'application/vnd.elasticsearch+json;compatible-with=9'],
    ['application/vnd.elasticsearch+x-ndjson;compatible-with=8', undefined, 'application/vnd.elasticsearch+json;compatible-with=8'],
    ['text/plain', undefined, 'application/json; charset=utf-8'],
  ])('comes in the family of its %s', async (type, accept, answered) => {
    const answer = await as(a, { body: BULK, headers: { 'content-type': type, ...(accept === undefined ? {} : { accept }) } });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, answered]);
  });

  it.each([['POST', '/_bulk'], ['PUT', '/_bulk'], ['POST', '/logs/_bulk'], ['PUT', '/.ds-logs-2026/_bulk?refresh=false'], ['POST', '/_bulk/?filter_path=errors,items.*.status']])(
    'is the same for %s %s', async (method, path) => {
      expect((await as(a, { method, path, body: BULK })).text).toContain('"errors":false,"items":[');
    });

  it('is success once more for a body that comes again, and the batch is the same one', async () => {
    const c = await world.sender('again');
    const wire = gzipSync(BULK);
    for (const body of [BULK, wire, wire]) await as(c, { body, headers: body === wire ? { 'content-encoding': 'gzip' } : {} });

    const rows = await logOf(c.tenantId);
    expect(new Set(rows.map(({ batch_id: id }) => id)).size).toBe(1);
    expect(rows).toHaveLength(3);
  });
});

describe('what the log holds', () => {
  it('is the client’s own bytes, unparsed, with the door they came through', async () => {
    const wire = gzipSync(BULK, { level: 9 });
    await as(b, { body: wire, headers: { 'content-encoding': 'gzip' } });

    const row = (await logOf(b.tenantId)).at(-1);
    expect(row?.body.equals(wire)).toBe(true);
    expect(row?.headers).toMatchObject({
      door: 'bulk', encoding: 'gzip', count: 2, wireBytes: wire.length, rawBytes: BULK.length, sha256: createHash('sha256').update(BULK).digest('hex'), sourceNumber: 7,
    });
  });

  it('is a body that cannot be split, as one event, when its sender would repeat it for ever', async () => {
    const c = await world.sender('patient');
    const agent = { 'user-agent': 'syslog-ng 3.38.1/libcurl 7.88.1' };

    const answer = await as(c, { body: '{"message":"no action line"}\n', headers: agent });

    expect([answer.status, answer.text]).toEqual([200, expect.stringMatching(/"errors":false,"items":\[\{"index":/)]);
    const [row] = await logOf(c.tenantId);
    expect([row.headers.count, (row.headers.encoding === 'gzip' ? gunzipSync(row.body) : row.body).toString()]).toEqual([1, '{"message":"no action line"}\n']);
    expect(await counts(c)).toEqual({ records: 1, refused: 0 });
  });
});

describe('the handshake', () => {
  const HEADERS = { 'x-elastic-product': 'Elasticsearch' };
  const ROUTES: readonly (readonly [method: string, path: string, body: unknown])[] = [
    ['GET', '/', expect.objectContaining({ tagline: 'You Know, for Search', cluster_name: 'yagura', version: expect.objectContaining({ number: expect.stringMatching(/^8\.19\.\d+$/), build_flavor: 'default' }) })],
    ['GET', '/_license', { license: expect.objectContaining({ type: 'basic', status: 'active', uid: expect.any(String) }) }],
    ['GET', '/_license?human=false', { license: expect.objectContaining({ status: 'active' }) }],
    ['GET', '/_xpack', expect.objectContaining({ license: expect.objectContaining({ type: 'basic', status: 'active' }) })],
    ['GET', '/_cluster/health', expect.objectContaining({ status: 'green', timed_out: false })],
    ...['/_ilm/policy/filebeat', '/_index_template/filebeat-8.19.2', '/_component_template/logs@custom', '/_data_stream/filebeat-8.19.2', '/_ingest/pipeline/geoip', '/_ingest/pipeline',
      '/_nodes', '/_nodes/http', '/_nodes/_all/http', '/_logstash/pipeline', '/_template/logstash', '/_alias/filebeat', '/filebeat'].map((path) => ['GET', path, {}] as const),
    ...['/_ilm/policy/filebeat', '/_index_template/filebeat', '/_component_template/x', '/_data_stream/x', '/_ingest/pipeline/x', '/_template/telegraf', '/%3Clogstash-%7Bnow%2Fd%7D-000001%3E']
      .map((path) => ['PUT', path, { acknowledged: true }] as const),
    ['POST', '/_template/telegraf', { acknowledged: true }],
  ];

  it.each(ROUTES)('answers %s %s as a server whose templates are in place', async (method, path, body) => {
    const answer = await as(a, { method, path, body: method === 'GET' ? undefined : '{"index_patterns":["x"]}' });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual(body);
    expect(Object.fromEntries(answer.headers)).toMatchObject(HEADERS);
  });

  it.each(['/', '/_template/telegraf', '/_index_template/ecs-logstash', '/logstash', '/_alias/x'])('answers HEAD %s with the head alone', async (path) => {
    const answer = await as(a, { method: 'HEAD', path });

    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Object.fromEntries(answer.headers)).toMatchObject(HEADERS);
  });

  it('answers the health that rsyslog asks after a broken connection as text', async () => {
    const answer = await as(a, { method: 'GET', path: '/_cat/health' });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=UTF-8']);
    expect(answer.text).toMatch(/^yagura green .*\n$/);
  });

  it('names the same cluster to a source each time, and another one to another', async () => {
    const uuid = async (sender: Sender): Promise<unknown> => (JSON.parse((await as(sender, { method: 'GET', path: '/' })).text) as { cluster_uuid: string }).cluster_uuid;

    expect(await uuid(a)).toBe(await uuid(a));
    expect(await uuid(a)).not.toBe(await uuid(b));
    expect(await uuid(a)).toMatch(/^[\w-]{22}$/);
  });

  it('tells the version that its operator chose, to that source alone, and nobody else may choose it', async () => {
    const version = async (sender: Sender): Promise<string> => (JSON.parse((await as(sender, { method: 'GET', path: '/' })).text) as { version: { number: string } }).version.number;
    const sources = world.running.get(SourceController);
    const operator = ({ tenantId }: Sender) => ({ ...forSystem(tenantId, 'test'), actor: { kind: 'user' as const, id: newId(), name: 'Operator' } });

    expect(await sources.setReportedVersion(operator(a), { sourceId: a.sourceId, version: '7.17.29' })).toEqual({ tenantId: a.tenantId, sourceId: a.sourceId, version: '7.17.29' });
    await expect(sources.setReportedVersion(operator(a), { sourceId: b.sourceId, version: '9.0.0' })).rejects.toThrow(NotFound);

    expect([await version(a), await version(b)]).toEqual(['7.17.29', DEFAULT_VERSION]);
    expect(await sources.doors(operator(a), { sourceIds: [a.sourceId, b.sourceId] })).toEqual({
      bulkUrl: `http://127.0.0.1:${world.port}`, hecUrl: `http://127.0.0.1:${world.port}/services/collector`, defaultVersion: DEFAULT_VERSION,
      items: [{ tenantId: a.tenantId, sourceId: a.sourceId, version: '7.17.29' }],
    });
    await sources.setReportedVersion(operator(a), { sourceId: a.sourceId, version: null });
    expect(await version(a)).toBe(DEFAULT_VERSION);
  });

  it('keeps the connection of a client that brings a body with its question', async () => {
    const answer = await as(a, { method: 'PUT', path: '/_template/large', body: JSON.stringify({ mappings: 'x'.repeat(300_000) }) });

    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'keep-alive']);
  });
});
