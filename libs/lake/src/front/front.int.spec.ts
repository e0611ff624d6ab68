import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { forTest, newId } from '@yagura/kernel';
import { startLakeChild, type LakeChild } from '../lake-child';
import { createLakeClient } from '../lake-client';
import { LakeReader } from '../lake-reader';
import { migrateLake } from '../migrate';

describe('the HTTP front of the embedded lake', () => {
  let data: string;
  let child: LakeChild;
  let client: ClickHouseClient;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'lake-http-'));
    child = await startLakeChild({ data });
    client = createLakeClient(child);
    await migrateLake(client);
  });
  afterAll(async () => {
    await client.close();
    await child.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const ask = async (address: string, options: RequestInit = {}, password = child.password): Promise<{ status: number; code: string | null; text: string }> => {
    const response = await fetch(`${child.url}${address}`, { method: 'POST', ...options, headers: { 'X-ClickHouse-Key': password } });
    return { status: response.status, code: response.headers.get('X-ClickHouse-Exception-Code'), text: await response.text() };
  };
  const query = (sql: string): string => `/?query=${encodeURIComponent(sql)}`;

  it('answers both kinds of ping, the first without a key', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
    expect(await ask('/ping', { method: 'GET' }, '')).toMatchObject({ status: 200, text: 'Ok.\n' });
  });

  it.each(['', 'wrong', ' '])('refuses the key %j', async (key) => {
    expect(await ask('/', { body: 'SELECT 1' }, key)).toMatchObject({ status: 403, code: '516' });
  });

  it('answers failures of the engine with their code', async () => {
    expect(await ask('/', { body: 'SELECT nothing FROM system.one' })).toMatchObject({ code: '47' });
    expect(await ask('/', { body: 'SELECT FROM WHERE' })).toMatchObject({ code: expect.stringMatching(/^(62|497)$/) });
    expect(await ask(query('INSERT INTO nowhere FORMAT Native'), { body: new Uint8Array([1, 1, 1, 97, 5, 85, 73, 110, 116, 56, 1]) })).toMatchObject({ code: '60' });
  });

  it('refuses a table of tenants without a row filter, whatever its condition says', async () => {
    expect(await ask('/', { body: 'SELECT count() FROM events WHERE tenant = \'x\'' })).toMatchObject({ status: 403, code: '497' });
    expect(await ask(`/?additional_table_filters=${encodeURIComponent("{'quarantine':'tenant IN (\\'0b7a0c52-6f0e-7a86-9d14-000000000001\\')'}")}`, { body: 'SELECT count() FROM events' })).toMatchObject({ code: '497' });
  });

  it.each([
    "{'events':'1'}", "{'events':'tenant IN (\\'x\\') OR 1'}", "{'events':'tenant IN (\\'0b7a0c52-6f0e-7a86-9d14-000000000001\\')'} , max_threads = 1", '{}', '',
  ])('refuses the row filter %s', async (filter) => {
    expect(await ask(`/?additional_table_filters=${encodeURIComponent(filter)}`, { body: 'SELECT count() FROM events' })).toMatchObject({ code: '36' });
  });

  it.each(['readonly=0', 'max_threads=1;', 'max_execution_time=1 OR 1', 'allow_introspection_functions=1', "insert_deduplication_token='", 'read_overflow_mode=break'])('refuses the setting %s', async (setting) => {
    expect(await ask(`/?${setting}`, { body: 'SELECT 1' })).toMatchObject({ status: 400, code: '36' });
  });

  it('lets a request lower the limits and not raise them', async () => {
    expect(await ask('/?max_execution_time=10', { body: 'SELECT 1' })).toMatchObject({ status: 200, text: '1\n' });
    expect(await ask('/?max_execution_time=100000', { body: 'SELECT 1' })).toMatchObject({ code: '452' });
    expect(await ask('/?max_memory_usage=100000000000', { body: 'SELECT 1' })).toMatchObject({ code: '452' });
  });

  it('stores nothing of a block that is cut short, and says so', async () => {
    const header = Buffer.from([1, 3, 4, ...Buffer.from('host'), 6, ...Buffer.from('String'), 1, 97]);

    expect(await ask(query('INSERT INTO events (host) FORMAT Native'), { body: header })).toMatchObject({ status: 500, code: '33' });
    expect(await ask(query('INSERT INTO events FORMAT Native'), { body: '' })).toMatchObject({ code: '36' });
    expect(await new LakeReader(client).stats(forTest(newId<'tenant'>()))).toEqual([]);
  });

  it('refuses a query text beyond its bound without reading the rest', async () => {
    expect(await ask('/', { body: `SELECT '${'x'.repeat(1_100_000)}'` }).catch(() => ({ status: 413 }))).toMatchObject({ status: 413 });
  });

  it('answers a ping while every reading connection is busy', async () => {
    const tenant = newId<'tenant'>();
    const busy = Array.from({ length: 8 }, () => new LakeReader(client).stats(forTest(tenant)));

    expect(await client.ping()).toEqual({ success: true });
    expect(await Promise.all(busy)).toHaveLength(8);
  });

  it('keeps the values of queries that run at once apart', async () => {
    const values = Array.from({ length: 40 }, (_, at) => `value ${at} ' \\ ${'x'.repeat(at)}`);

    const answers = await Promise.all(values.map(async (value) => (await client.query({ query: 'SELECT {v:String} AS v', format: 'JSONEachRow', query_params: { v: value } })).json<{ v: string }>()));

    expect(answers.map(([row]) => row.v)).toEqual(values);
  });
});
