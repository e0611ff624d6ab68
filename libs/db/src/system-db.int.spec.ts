import { testDatabase, type TestDatabase } from '@yagura/testing';
import type { SystemDb } from './system-db';

const POSITION = "select position::int from lane.cursor where consumer = 'spec'";

describe('a role without a tenant', () => {
  let database: TestDatabase;
  let relay: SystemDb;

  beforeAll(async () => {
    database = await testDatabase();
    relay = database.systemDb('lane_relay');
    await relay.sql("insert into lane.cursor (consumer, position) values ('spec', 1)");
  });
  afterAll(() => database.drop());

  it('commits its transaction whole or not at all', async () => {
    await relay.transaction((tx) => tx.sql("update lane.cursor set position = 2 where consumer = 'spec'"));
    await expect(relay.transaction(async (tx) => {
      await tx.sql("update lane.cursor set position = 3 where consumer = 'spec'");
      throw new RangeError('no');
    })).rejects.toThrow('no');

    expect(await relay.sql(POSITION)).toEqual([{ position: 2 }]);
  });

  it('goes on after its connection was killed in the middle of a transaction', async () => {
    await expect(relay.transaction((tx) => tx.sql('select pg_terminate_backend(pg_backend_pid())'))).rejects.toThrow();

    expect(await relay.sql(POSITION)).toEqual([{ position: 2 }]);
  });

  it('holds no right on the tables of a service', async () => {
    await expect(relay.sql('select from cases.case_file')).rejects.toMatchObject({ code: '42501' });
  });
});
