import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { asId, newId, type TenantId } from '@yagura/kernel';
import { eventBlocks } from './day-blocks';
import { emptyEventRow } from './empty-row';
import { startLakeChild, type LakeChild } from './lake-child';
import { createLakeClient } from './lake-client';
import { LakeWriter } from './lake-writer';
import { migrateLake } from './migrate';

describe('the front of the embedded lake', () => {
  let dir: string;
  let child: LakeChild;
  let client: ClickHouseClient;
  const tenant = asId<'tenant'>('0b7a0c52-6f0e-7a86-9d14-000000000001') as TenantId;
  const filter = { additional_table_filters: `{'events':'tenant IN (\\'${tenant}\\')'}` as never };

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'lake-front-'));
    child = await startLakeChild({ data: dir });
    client = createLakeClient(child);
    await migrateLake(client);
  });
  afterAll(async () => {
    await client.close();
    await child.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const count = async (): Promise<number> => {
    const answer = await client.query({ query: 'SELECT count() AS n FROM events', format: 'JSONEachRow', clickhouse_settings: filter });
    return Number((await answer.json<{ n: string }>())[0].n);
  };

  it('answers both kinds of ping', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  it('stores a block once however often its token is offered', async () => {
    const blocks = eventBlocks();
    for (let seq = 0; seq < 500; seq += 1) blocks.append({ ...emptyEventRow({ tenant, ts: 1_700_000_000_000, recv_ts: 1_700_000_000_500, batch: newId(), seq }), raw: `line\n\n${seq}` });
    const taken = blocks.take();
    const writer = new LakeWriter(client);

    await writer.insert('events', taken, 'once');
    await writer.insert('events', taken, 'once');

    expect(await count()).toBe(500);
  });
});
