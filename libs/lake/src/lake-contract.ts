import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { forTest, newId, type BatchId, type TenantContext, type TenantId } from '@yagura/kernel';
import { eventBlocks, quarantineBlocks } from './day-blocks';
import { emptyEventRow } from './empty-row';
import { LakeReader } from './lake-reader';
import { LakeWriter } from './lake-writer';
import { migrateLake } from './migrate';
import { DEFAULT_LIMITS } from './query/limits';
import type { Condition, LakeQuery } from './query/lake-query';
import { EVENT_COLUMNS, type EventRow } from './schema';

/** A lake that the suite may fill: a client of it, and how to put it away. */
export interface LakeUnderTest {
  readonly client: ClickHouseClient;
  close(): Promise<void>;
}

const NOON = Date.UTC(2026, 2, 14, 12);
const DAY = 86_400_000;

/** Values that would end a literal, a clause or a statement if they ever became part of one. */
export const HOSTILE_TEXTS = [
  "' OR 1=1 --", "\\' OR 1=1 --", "') OR ('1'='1", "' SETTINGS additional_table_filters={} --", "\\", "\\\\'", "%", "_", "*", "a\tb\nc\r\0d",
  "'; DROP TABLE events; --", "\n\nDROP TABLE events;\n", '{p0:String}', "x' UNION ALL SELECT * FROM events --", '`"$$heredoc$$', '/*', "\u2028'\u{1F980}", '\\x27 OR 1=1', "\\N",
] as const;

const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 50 }), fc.constantFrom('', ...HOSTILE_TEXTS), fc.string({ minLength: 60, maxLength: 400 }));
const byte = fc.integer({ min: 0, max: 0xff });
const word = fc.integer({ min: 0, max: 0xffff });
const long = fc.integer({ min: 0, max: 0xffff_ffff });
// The lake gives an IPv4 address back as written, an IPv6 one in the canonical text of RFC 5952.
const address = fc.oneof(fc.constant(''), fc.ipV4(), fc.constantFrom('2001:db8::1', 'fe80::1', '::1', '2001:db8:1:2:3:4:5:6', 'ff02::fb'));
const time = fc.integer({ min: NOON - 2 * DAY, max: NOON + 2 * DAY });

const anyRow = (tenant: TenantId, batch: BatchId): fc.Arbitrary<Omit<EventRow, 'seq'>> => fc.record({
  tenant: fc.constant(tenant), ts: time, recv_ts: time, src: text, source_id: long, batch: fc.constant(batch), class_uid: long, activity: byte, severity: byte,
  rclass: fc.constantFrom(30, 90), hold: byte, pack: long, host: text, user: text, image: text, cmd: text, parent: text, file: text, reg: text, src_ip: address, dst_ip: address,
  dst_port: word, dns: text, url: text, sha256: text, event_code: text, raw: text,
});

/** What every lake must do, ours or a server; run it once per adapter. The lake may be shared: each case makes its own tenants. */
export function lakeContract(name: string, makeLake: () => Promise<LakeUnderTest>): void {
  describe(`a telemetry lake: ${name}`, () => {
    let lake: LakeUnderTest;
    let writer: LakeWriter;
    let reader: LakeReader;

    beforeAll(async () => {
      lake = await makeLake();
      await migrateLake(lake.client);
      writer = new LakeWriter(lake.client);
      reader = new LakeReader(lake.client);
    });
    afterAll(async () => { await lake.close(); });

    const someone = (): TenantContext => forTest(newId<'tenant'>());
    const store = async (ctx: TenantContext, rows: readonly Partial<EventRow>[], token: string = newId()): Promise<BatchId> => {
      const batch = newId<'batch'>();
      const blocks = eventBlocks();
      rows.forEach((row, seq) => { blocks.append(Object.assign(emptyEventRow({ tenant: ctx.tenantId, ts: NOON, recv_ts: NOON, batch, seq }), row)); });
      await writer.insert('events', blocks.take(), token);
      return batch;
    };
    const found = async (ctx: TenantContext, where: Condition): Promise<unknown[]> => {
      const rows = await reader.search(ctx, { from: 'events', select: ['seq'], where, orderBy: [{ by: 'seq' }], limit: 100 });
      return rows.map((row) => row['seq']);
    };

    it('can be migrated again without a change', async () => {
      await migrateLake(lake.client);

      expect(await reader.stats(someone())).toEqual([]);
    });

    it('gives every column back as it was stored', async () => {
      await fc.assert(fc.asyncProperty(fc.gen(), async (generate) => {
        const ctx = someone();
        const batch = newId<'batch'>();
        const rows = generate(fc.array, anyRow(ctx.tenantId, batch), { minLength: 1, maxLength: 25 }).map((row, seq): EventRow => ({ ...row, seq }));
        const blocks = eventBlocks();
        for (const row of rows) blocks.append(row);
        await writer.insert('events', blocks.take(), newId());

        const stored = await reader.search(ctx, { from: 'events', select: Object.keys(EVENT_COLUMNS), orderBy: [{ by: 'seq' }], limit: 100 });
        expect(stored).toEqual(rows);
      }), { numRuns: 40 });
    });

    it('gives back dictionaries of more values than one byte or two can number', async () => {
      const ctx = someone();
      const rows = Array.from({ length: 66_000 }, (_, at) => ({ src: `source ${at % 700}`, event_code: `code ${at}` }));

      await store(ctx, rows);

      expect(await reader.search(ctx, { from: 'events', measures: [{ fn: 'count', as: 'rows' }, { fn: 'uniq', column: 'src', as: 'sources' }], limit: 1 })).toEqual([{ rows: 66_000, sources: expect.any(Number) }]);
      expect(await reader.search(ctx, { from: 'events', select: ['seq', 'src'], where: { op: 'eq', column: 'event_code', value: 'code 65999' }, limit: 5 })).toEqual([{ seq: 65_999, src: 'source 199' }]);
      expect(await reader.search(ctx, { from: 'events', select: ['event_code'], where: { op: 'in', column: 'seq', values: [0, 255, 256, 65_535, 65_536] }, orderBy: [{ by: 'seq' }], limit: 5 }))
        .toEqual(['code 0', 'code 255', 'code 256', 'code 65535', 'code 65536'].map((code) => ({ event_code: code })));
    });

    it('stores a block once however often its token is offered', async () => {
      const ctx = someone();
      const rows = Array.from({ length: 300 }, (_, at) => ({ raw: `line ${at}`, ts: NOON + (at % 3) * DAY }));
      const token = newId();

      for (let time = 0; time < 3; time += 1) await store(ctx, rows, token);
      await store(ctx, rows, newId());

      expect(await reader.stats(ctx)).toEqual([{ tenant: ctx.tenantId, rows: 600, firstAt: NOON, lastAt: NOON + 2 * DAY }]);
    });

    it('takes a batch whose records span more days than one insert may touch', async () => {
      const ctx = someone();

      await store(ctx, Array.from({ length: 130 }, (_, at) => ({ ts: NOON - at * DAY })));

      const days = await reader.countByDay(ctx, NOON - 200 * DAY, NOON + DAY);
      expect(days).toHaveLength(130);
      expect(days.at(-1)).toEqual({ tenant: ctx.tenantId, day: NOON - DAY / 2, rows: 1 });
    });

    it('keeps what no parser could read in quarantine', async () => {
      const ctx = someone();
      const blocks = quarantineBlocks();
      blocks.append({ tenant: ctx.tenantId, recv_ts: NOON, source_id: 7, batch: newId(), seq: 0, reason: 'not_json', raw: new Uint8Array([0x41, 0x0a, 0x0a, 0x42]) });

      await writer.insert('quarantine', blocks.take(), newId());

      expect(await reader.search(ctx, { from: 'quarantine', select: ['reason', 'raw', 'source_id'], limit: 5 })).toEqual([{ reason: 'not_json', raw: 'A\n\nB', source_id: 7 }]);
    });

    it.each(HOSTILE_TEXTS)('finds the text %j as a value and as nothing else, and never another tenant\'s', async (hostile) => {
      const [ours, theirs] = [someone(), someone()];
      await store(ours, [{ cmd: hostile, raw: `before ${hostile} after` }, { cmd: 'plain', raw: 'plain' }]);
      await store(theirs, [{ cmd: hostile, raw: hostile }, { cmd: 'secret', raw: 'secret' }]);

      expect(await found(ours, { op: 'eq', column: 'cmd', value: hostile })).toEqual([0]);
      expect(await found(ours, { op: 'in', column: 'cmd', values: [hostile, 'secret'] })).toEqual([0]);
      expect(await found(ours, { op: 'contains', column: 'raw', text: hostile })).toEqual([0]);
      expect(await found(ours, { op: 'startsWith', column: 'cmd', text: hostile })).toEqual([0]);
      expect(await found(ours, { op: 'endsWith', column: 'cmd', text: hostile })).toEqual([0]);
      expect(await found(ours, { op: 'not', term: { op: 'eq', column: 'cmd', value: hostile } })).toEqual([1]);
      expect((await reader.stats(ours))[0]?.rows).toBe(2);
      expect((await reader.stats(theirs))[0]?.rows).toBe(2);
    });

    it('does not find a record of another tenant by its identity', async () => {
      const [ours, theirs] = [someone(), someone()];
      const batch = await store(theirs, [{ raw: 'theirs' }]);

      await expect(reader.rawEvent(ours, { batch, seq: 0 })).rejects.toMatchObject({ kind: 'NotFound', slug: 'record.not_found' });
      await expect(reader.rawEvent(theirs, { batch, seq: 1 })).rejects.toMatchObject({ slug: 'record.not_found' });
      expect(await reader.rawEvent(theirs, { batch, seq: 0, at: NOON })).toMatchObject({ raw: 'theirs', tenant: theirs.tenantId });
    });

    it('reads the tenants of the scope together and no others', async () => {
      const [one, two, other] = [someone(), someone(), someone()];
      for (const ctx of [one, two, other]) await store(ctx, [{ raw: 'shared word' }]);
      const analyst = forTest(one.tenantId, { readScope: [one.tenantId, two.tenantId] });

      const rows = await reader.search(analyst, { from: 'events', select: ['tenant'], where: { op: 'contains', column: 'raw', text: 'SHARED' }, limit: 10 });

      expect(rows.map((row) => row['tenant']).sort()).toEqual([one.tenantId, two.tenantId].sort());
    });

    it('keeps a scope through conditions that are true of every row', async () => {
      const [ours, theirs] = [someone(), someone()];
      await store(ours, [{}]);
      await store(theirs, [{}]);
      const everything: Condition = { op: 'or', terms: [{ op: 'and', terms: [] }, { op: 'in', column: 'tenant', values: [theirs.tenantId] }, { op: 'not', term: { op: 'or', terms: [] } }] };

      const rows = await reader.search(ours, { from: 'events', select: ['tenant'], where: everything, limit: 10 });

      expect(rows).toEqual([{ tenant: ours.tenantId }]);
    });

    it('compares text without case on request, beyond ASCII too, and numbers, times and addresses by value', async () => {
      const ctx = someone();
      await store(ctx, [
        { image: 'C:\\Windows\\PowerShell.EXE', src_ip: '10.0.0.5', dst_port: 443, ts: NOON },
        { image: 'Ünïcode ТЕСТ 日本', src_ip: '2001:db8::1', dst_port: 80, ts: NOON + 1 },
      ]);

      expect(await found(ctx, { op: 'eq', column: 'image', value: 'c:\\windows\\powershell.exe' })).toEqual([]);
      expect(await found(ctx, { op: 'eq', column: 'image', value: 'c:\\windows\\powershell.exe', fold: true })).toEqual([0]);
      expect(await found(ctx, { op: 'in', column: 'image', values: ['nothing', 'üNÏCODE тест 日本'], fold: true })).toEqual([1]);
      expect(await found(ctx, { op: 'endsWith', column: 'image', text: '\\powershell.exe' })).toEqual([0]);
      expect(await found(ctx, { op: 'contains', column: 'image', text: 'Тест' })).toEqual([1]);
      expect(await found(ctx, { op: 'range', column: 'src_ip', from: '10.0.0.0', until: '10.0.1.0' })).toEqual([0]);
      expect(await found(ctx, { op: 'eq', column: 'src_ip', value: '2001:DB8:0::1' })).toEqual([1]);
      expect(await found(ctx, { op: 'range', column: 'ts', from: NOON, until: NOON + 1 })).toEqual([0]);
      expect(await found(ctx, { op: 'in', column: 'dst_port', values: [80, 81] })).toEqual([1]);
    });

    it('counts in groups and buckets', async () => {
      const ctx = someone();
      await store(ctx, [0, 0, 1].map((host, at) => ({ host: `host ${host}`, severity: at, ts: NOON + at * 3_600_000 })));

      const rows = await reader.search(ctx, {
        from: 'events', groupBy: ['host', { bucket: 'hour', column: 'ts', as: 'hour' }], limit: 10, orderBy: [{ by: 'hour', descending: true }],
        measures: [{ fn: 'count', as: 'n' }, { fn: 'sum', column: 'severity', as: 'weight' }, { fn: 'max', column: 'ts', as: 'last' }],
      });

      expect(rows).toEqual([2, 1, 0].map((at) => ({ host: at === 2 ? 'host 1' : 'host 0', hour: NOON + at * 3_600_000, n: 1, weight: at, last: NOON + at * 3_600_000 })));
    });

    it('stops a query at each of its limits, and says which in a stable word', async () => {
      const ctx = someone();
      await store(ctx, Array.from({ length: 20_000 }, (_, at) => ({ raw: `line ${at}` })));
      const limited = (limits: Partial<typeof DEFAULT_LIMITS>): LakeReader => new LakeReader(lake.client, { ...DEFAULT_LIMITS, ...limits });
      const query: LakeQuery = { from: 'events', select: ['raw'], limit: 10_000, where: { op: 'contains', column: 'raw', text: 'line' } };

      await expect(limited({ maxRowsRead: 1000 }).search(ctx, query)).rejects.toMatchObject({ kind: 'PreconditionFailed', slug: 'lake.query_too_wide' });
      await expect(limited({ maxBytesRead: 10_000 }).search(ctx, query)).rejects.toMatchObject({ slug: 'lake.query_too_wide' });
      await expect(limited({ maxResultBytes: 1000 }).search(ctx, query)).rejects.toMatchObject({ slug: 'lake.result_too_large' });
      expect(await reader.search(ctx, { ...query, limit: 3 })).toHaveLength(3);
    });

    it('answers a wrong query with the engine\'s own code', async () => {
      await expect(lake.client.query({ query: 'SELECT nothing FROM system.one' })).rejects.toMatchObject({ code: '47' });
    });
  });
}
