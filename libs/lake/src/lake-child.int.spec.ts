import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forTest, newId } from '@yagura/kernel';
import { eventBlocks, type DayBlock } from './day-blocks';
import { emptyEventRow } from './empty-row';
import { startLakeChild, type LakeChild } from './lake-child';
import { createLakeClient } from './lake-client';
import { LakeReader } from './lake-reader';
import { LakeWriter } from './lake-writer';
import { migrateLake } from './migrate';

const NOON = Date.UTC(2026, 2, 14, 12);

describe('the lake as a child process', () => {
  let data: string;
  const children: LakeChild[] = [];
  const ctx = forTest(newId<'tenant'>());

  beforeEach(() => { data = mkdtempSync(join(tmpdir(), 'lake-child-')); });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.stop()));
    rmSync(data, { recursive: true, force: true });
  });

  const start = async (port = 0): Promise<LakeChild> => {
    const child = await startLakeChild({ data, port });
    children.push(child);
    return child;
  };
  const blocksOf = (rows: number, batch = newId<'batch'>()): DayBlock[] => {
    const blocks = eventBlocks();
    for (let seq = 0; seq < rows; seq += 1) blocks.append(Object.assign(emptyEventRow({ tenant: ctx.tenantId, ts: NOON, recv_ts: NOON, batch, seq }), { raw: `line ${seq} of some length` }));
    return blocks.take();
  };
  const storedRows = async (child: LakeChild): Promise<number> => {
    const client = createLakeClient(child);
    const [stats] = await new LakeReader(client).stats(ctx);
    await client.close();
    return stats?.rows ?? 0;
  };
  const kill = async (child: LakeChild): Promise<void> => {
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
  };
  const portOf = (child: LakeChild): number => Number(new URL(child.url).port);

  it('keeps acknowledged rows through a kill -9 and opens the folder again', async () => {
    const first = await start();
    const client = createLakeClient(first);
    await migrateLake(client);
    await new LakeWriter(client).insert('events', blocksOf(5000), 'kept');
    await client.close();

    await kill(first);
    const second = await start();

    expect(await storedRows(second)).toBe(5000);
    expect(second.password).toBe(first.password);
  });

  it('stores each batch once when the lake is killed in the middle of inserts and comes back', async () => {
    const first = await start();
    const client = createLakeClient(first);
    await migrateLake(client);
    const writer = new LakeWriter(client);
    const batches = Array.from({ length: 12 }, (_, at) => ({ blocks: blocksOf(3000 + at), token: `batch-${at}` }));

    const inserting = (async () => { for (const { blocks, token } of batches) await writer.insert('events', blocks, token); })();
    const waitForRows = async (least: number): Promise<void> => { while ((await storedRows(first)) < least) await new Promise((resolve) => { setImmediate(resolve); }); };
    await waitForRows(3000);
    await kill(first);
    const second = await start(portOf(first));
    await inserting;
    for (const { blocks, token } of batches) await writer.insert('events', blocks, token);

    expect(await storedRows(second)).toBe(12 * 3000 + 66);
    await client.close();
  });

  it('says in one sentence that another process holds the folder, and leaves that one alone', async () => {
    const first = await start();

    await expect(startLakeChild({ data })).rejects.toMatchObject({ kind: 'Unavailable', slug: 'lake.not_started', message: expect.stringContaining(`Another process (${first.pid}) holds this lake's folder`) });

    expect(await createLakeClient(first).ping()).toEqual({ success: true });
  });

  it('refuses a folder whose path the engine would read as a pattern', async () => {
    await expect(startLakeChild({ data: join(data, 'a*b') })).rejects.toMatchObject({ message: expect.stringContaining('must not contain') });
  });

  it('ends soon after its parent was killed, even in a long query, and frees the folder', async () => {
    const parent = spawn(process.execPath, ['-e', PARENT, data, join(__dirname, '../bin/lake-front-from-source.cjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { port, pid } = await readyLine(parent);
    const password = readFileSync(join(data, 'lake.key'), 'utf8').trim();
    const client = createLakeClient({ url: `http://127.0.0.1:${port}`, password });
    await migrateLake(client);
    await new LakeWriter(client).insert('events', blocksOf(100_000), newId());
    const reader = new LakeReader(client);
    const measures = Array.from({ length: 16 }, (_, at) => ({ fn: 'uniq' as const, column: at % 2 ? 'raw' : 'seq', as: `m${at}` }));
    const queries = Array.from({ length: 60 }, () => reader.search(ctx, { from: 'events', measures, where: { op: 'contains', column: 'raw', text: 'LENGTH' }, limit: 1 }).then(() => 'answered', () => 'lost'));
    await Promise.race(queries);

    parent.kill('SIGKILL');

    await gone(pid);
    expect(await Promise.all(queries)).toContain('lost');
    await client.close();
    const next = await start();
    expect(next.pid).not.toBe(pid);
  });

  it('closes in order on SIGTERM', async () => {
    const child = await start();

    await child.stop();

    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it('keeps its key from other users of the machine', async () => {
    await start();

    expect(statSync(join(data, 'lake.key')).mode & 0o777).toBe(0o600);
  });
});

/** Starts the front as a parent would and stays; its death is what the test is about. */
const PARENT = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, [process.argv[2], '--data', process.argv[1], '--exit-with-stdin'], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
child.stdout.pipe(process.stdout);
setInterval(() => {}, 1000);
`;

function readyLine(parent: ChildProcess): Promise<{ port: number; pid: number }> {
  return new Promise((resolve) => {
    let said = '';
    parent.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve(JSON.parse(said.slice(0, said.indexOf('\n'))) as { port: number; pid: number });
    });
  });
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      if (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return;
    } catch { return; }
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
