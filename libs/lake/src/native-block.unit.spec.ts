import fc from 'fast-check';
import { eventBlocks, quarantineBlocks } from './day-blocks';
import { emptyEventRow } from './empty-row';
import { announcedRows } from './front/native-header';
import { NativeBlockBuilder } from './native-block';
import { ByteColumn } from './native-column';

const TENANT = '0b7a0c52-6f0e-7a86-9d14-000000000001';
const row = (ts: number, seq: number): ReturnType<typeof emptyEventRow> => emptyEventRow({ tenant: TENANT, ts, recv_ts: ts, batch: '00112233-4455-6677-8899-aabbccddeeff', seq });
const DAY = 86_400_000;

describe('a Native block', () => {
  it('writes the columns of quarantine byte for byte as the format says', () => {
    const builder = new NativeBlockBuilder('quarantine');

    builder.append({ tenant: 't', recv_ts: -1, source_id: 0x01020304, batch: '00112233-4455-6677-8899-aabbccddeeff', seq: 1, reason: 'r', raw: new Uint8Array([0xff, 0x0a]) });

    const text = Buffer.from(builder.bytes()).toString('latin1');
    expect(text.startsWith('\x07\x01\x06tenant\x16LowCardinality(String)')).toBe(true);
    expect(text).toContain("\x07recv_ts\x14DateTime64(3, 'UTC')\xff\xff\xff\xff\xff\xff\xff\xff");
    expect(text).toContain('\x09source_id\x06UInt32\x04\x03\x02\x01');
    expect(text).toContain('\x05batch\x04UUID\x77\x66\x55\x44\x33\x22\x11\x00\xff\xee\xdd\xcc\xbb\xaa\x99\x88');
    expect(text.endsWith('\x03raw\x06String\x02\xff\x0a')).toBe(true);
  });

  it('announces as many rows as were appended, and none after a reset', () => {
    const builder = new NativeBlockBuilder('events', 4);
    for (let seq = 0; seq < 300; seq += 1) builder.append(row(0, seq));

    expect(announcedRows(builder.bytes())).toBe(300);
    builder.reset();
    expect([builder.rowCount, announcedRows(builder.bytes())]).toEqual([0, 0]);
  });

  it('is the same block from fresh and from used buffers', () => {
    const once = eventBlocks();
    const again = eventBlocks();
    again.append(Object.assign(row(DAY, 9), { src: 'former', raw: 'former text '.repeat(5000) }));
    again.take();
    for (const blocks of [once, again]) for (let seq = 0; seq < 50; seq += 1) blocks.append(Object.assign(row(seq % 2 ? 0 : DAY * 3, seq), { src: `s${seq}` }));

    expect(again.take()).toEqual(once.take());
  });

  it('refuses a batch that is no UUID', () => {
    const blocks = quarantineBlocks();

    expect(() => { blocks.append({ tenant: 't', recv_ts: 0, source_id: 0, batch: 'x', seq: 0, reason: '', raw: '' }); }).toThrow(TypeError);
  });

  it('writes every text as its length and its UTF-8 bytes', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 90 }), fc.constantFrom('a'.repeat(31), 'a'.repeat(32), 'é'.repeat(42), 'é'.repeat(64), '日'.repeat(43), '\ud800'))), (texts) => {
      const column = new ByteColumn(1);
      for (const text of texts) column.text(text);

      const expected = texts.map((text) => Buffer.from(text)).map((bytes) => Buffer.concat([bytes.length < 0x80 ? Buffer.from([bytes.length]) : Buffer.from([(bytes.length & 0x7f) | 0x80, bytes.length >>> 7]), bytes]));
      expect(column.bytes.subarray(0, column.length).equals(Buffer.concat(expected))).toBe(true);
    }));
  });
});

describe('rows sorted into days', () => {
  it('lie in the UTC day of their time, also before 1970', () => {
    const blocks = eventBlocks();
    for (const ts of [0, DAY - 1, DAY, -1, -DAY, -DAY - 1]) blocks.append(row(ts, 0));

    expect(blocks.take().map(({ day, rowCount }) => [day, rowCount])).toEqual([[-2, 1], [-1, 2], [0, 2], [1, 1]]);
    expect(blocks.rowCount).toBe(0);
  });
});
