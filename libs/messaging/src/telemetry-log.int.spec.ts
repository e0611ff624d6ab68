import { forSystem, newId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { partitionOf, PostgresTelemetryLogReader, PostgresTelemetryLogWriter } from './postgres-telemetry-log';
import { SharedTelemetryLogReader } from './shared-telemetry-log-reader';
import type { TelemetryLogReader } from './telemetry-log';
import { batchOf, telemetryLogContract, type TelemetryLogUnderTest } from './telemetry-log-contract';

type Make = (database: TestDatabase) => TelemetryLogReader;

describe.each<[string, Make]>([
  ['with one reader', (database) => new PostgresTelemetryLogReader(database.systemDb('lane_log_reader'))],
  ['with a reader that would share it', (database) => new SharedTelemetryLogReader(database.systemDb('lane_log_reader'))],
])('the telemetry log in PostgreSQL %s', (_how, make) => {
  let database: TestDatabase;
  let log: TelemetryLogUnderTest;
  beforeAll(async () => {
    database = await testDatabase();
    const db = database.tenantDb('svc_ingestion', 10);
    const writer = new PostgresTelemetryLogWriter(db);
    log = {
      writer, partitionOf, reader: make(database),
      appendAndFail: async (batch) => {
        await db.run(forSystem(batch.tenantId, 'ingestion'), async (tx) => {
          await writer.append(tx, batch);
          throw new RangeError('the process was killed');
        }).catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
      },
    };
    await log.reader.start();
    await eventually('the reader may read', async () => Promise.resolve(!(log.reader instanceof SharedTelemetryLogReader) || log.reader.mine.length === log.reader.partitions.length));
  });
  afterAll(async () => {
    await log.reader.stop();
    await database.drop();
  });

  it.each(telemetryLogContract)('%s', async (_, check) => {
    await expect(check(log)).resolves.toBeUndefined();
  });

  it('takes no record in another tenant’s name, and shows no service what it holds', async () => {
    const [own, other] = [newId<'tenant'>(), newId<'tenant'>()];
    const forged = log.writer.append(forSystem(own, 'ingestion'), batchOf({ tenantId: other, sourceId: newId<'source'>() }, 'forged'));

    await expect(forged).rejects.toMatchObject({ kind: 'Unavailable' });
    await expect(database.tenantDb('svc_ingestion').read(forSystem(own, 'ingestion'), (read) => read.sql('select * from lane.telemetry_log'))).rejects.toMatchObject({ code: '42501' });
    await expect(database.tenantDb('svc_detection').run(forSystem(own, 'detection'), (tx) => tx.sql("select lane.next_telemetry_position(0::smallint)"))).rejects.toMatchObject({ code: '42501' });
  });
});
