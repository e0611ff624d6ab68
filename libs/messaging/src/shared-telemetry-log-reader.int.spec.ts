import { forSystem, newId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { PostgresTelemetryLogWriter } from './postgres-telemetry-log';
import { SharedTelemetryLogReader } from './shared-telemetry-log-reader';
import { batchOf } from './telemetry-log-contract';

describe('the telemetry log read by several processes', () => {
  let database: TestDatabase;
  let writer: PostgresTelemetryLogWriter;
  const readers: SharedTelemetryLogReader[] = [];
  const reader = async (): Promise<SharedTelemetryLogReader> => {
    const made = new SharedTelemetryLogReader(database.systemDb('lane_log_reader'));
    readers.push(made);
    await made.start();
    return made;
  };
  const holds = (one: SharedTelemetryLogReader, count: number): Promise<unknown> =>
    eventually(`a reader holds ${count}`, () => Promise.resolve(one.mine.length === count && one.mine));
  /** A record in each partition. */
  const fill = async (): Promise<void> => {
    const tenantId = newId<'tenant'>();
    for (const found = new Set<number>(); found.size < 4;) {
      const { partition } = await writer.append(forSystem(tenantId, 'ingestion'), batchOf({ tenantId, sourceId: newId<'source'>() }, 'one'));
      found.add(partition);
    }
  };

  beforeAll(async () => {
    database = await testDatabase();
    writer = new PostgresTelemetryLogWriter(database.tenantDb('svc_ingestion'));
  });
  afterEach(async () => { await Promise.all(readers.splice(0).map((one) => one.stop())); });
  afterAll(() => database.drop());

  it('is divided among them, each partition in one hand', async () => {
    const first = await reader();
    await holds(first, 4);
    const second = await reader();
    await holds(second, 2);
    await holds(first, 2);

    expect([...first.mine, ...second.mine].sort()).toEqual([0, 1, 2, 3]);
    const third = await reader();
    await eventually('three share', () => Promise.resolve(third.mine.length + first.mine.length + second.mine.length === 4 && third.mine.length <= 2));
    expect(new Set([...first.mine, ...second.mine, ...third.mine]).size).toBe(4);
  });

  it('shows a reader nothing of what another holds, and takes no position from it', async () => {
    const first = await reader();
    await holds(first, 4);
    await fill();
    const second = await reader();
    await holds(second, 2);
    const [theirs] = first.mine;

    expect(await second.fetch(theirs, 0n, 10, 1_000_000)).toEqual([]);
    expect((await first.fetch(theirs, 0n, 10, 1_000_000)).length).toBeGreaterThan(0);
    await expect(second.commit(theirs, 1n)).rejects.toMatchObject({ kind: 'Unavailable', slug: 'telemetry_log.partition_moved' });
  });

  it('changes hands only between two groups of batches', async () => {
    const first = await reader();
    await holds(first, 4);
    await fill();
    const inWork = await Promise.all([0, 1, 2].map(async (partition) => ({ partition, batches: await first.fetch(partition, await first.committed(partition), 1, 1_000_000) })));
    const second = await reader();
    // Only the idle partition changes hands, although an equal share would be two.
    await eventually('the newcomer has the idle one', () => Promise.resolve(second.mine.length > 0));

    expect(second.mine).toEqual([3]);
    for (const { partition, batches } of inWork) await first.commit(partition, batches[batches.length - 1].position);
    await holds(second, 2);
  });

  it('goes on from the moved position in other hands', async () => {
    const first = await reader();
    await holds(first, 4);
    await fill();
    const stale = await first.committed(0);
    const [batch] = await first.fetch(0, stale, 1, 1_000_000);
    await first.commit(0, batch.position);
    await first.stop();
    const second = await reader();
    await holds(second, 4);

    expect(await second.fetch(0, stale, 1, 1_000_000)).toEqual([]);
    expect(await second.committed(0)).toBe(batch.position);
  });

  it('is in no dead hand: a lock ends with its connection, and its reader takes what is free on another', async () => {
    const first = await reader();
    await holds(first, 4);
    const own = database.systemDb('lane_log_reader');
    const holders = async (): Promise<number[]> => (await own.sql<{ pid: number }>(
      "select distinct pid from pg_locks where locktype = 'advisory' and classid = 7904 and mode = 'ExclusiveLock' and database = (select oid from pg_database where datname = current_database())")).map(({ pid }) => pid);
    const [killed] = await holders();
    await own.sql('select pg_terminate_backend($1)', [killed]);

    await eventually('another connection holds the locks', async () => (await holders()).some((pid) => pid !== killed));
    await holds(first, 4);
  });
});
