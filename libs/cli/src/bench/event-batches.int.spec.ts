import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { checkHecBody } from '@yagura/telemetry';
import { batchesOf, eventFiles, type Batch } from './event-batches';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yagura-batches-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

async function batches(file: string, size: number): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of batchesOf(file, size)) found.push(batch);
  return found;
}

describe('the batches of a benchmark', () => {
  it('hold every line of a packed file once, as bodies that the door takes', async () => {
    const lines = Array.from({ length: 25 }, (_, n) => JSON.stringify({ n, text: 'ログ "quoted"' }));
    const file = join(folder, 'a.jsonl.gz');
    writeFileSync(file, gzipSync(`${lines.join('\n')}\n\n`));

    const made = await batches(file, 10);

    expect(made.map(({ events }) => events)).toEqual([10, 10, 5]);
    for (const { body, events } of made) expect(checkHecBody(gunzipSync(body))).toMatchObject({ ok: true, count: events });
    expect(made.map(({ body }) => gunzipSync(body).toString()).join('\n').split('\n')).toEqual(lines.map((line) => `{"event":${line}}`));
  });

  it('carry lines that are no JSON as strings', async () => {
    const file = join(folder, 'a.log');
    writeFileSync(file, 'Jan  1 "x"\r\nsecond');

    const [{ body }] = await batches(file, 10);

    expect(gunzipSync(body).toString()).toBe('{"event":"Jan  1 \\"x\\""}\n{"event":"second"}');
  });

  it('come from every event file below the folder, and from nothing else', () => {
    mkdirSync(join(folder, 'deep'));
    for (const name of ['b.log', 'deep/a.jsonl', 'c.jsonl.gz', 'SOURCE.md', 'manifest.json']) writeFileSync(join(folder, name), '');

    expect(eventFiles(folder)).toEqual(['b.log', 'c.jsonl.gz', 'deep/a.jsonl'].map((name) => join(folder, name)));
    expect(() => eventFiles(join(folder, 'deep', 'nothing'))).toThrow('cannot be read');
  });
});
