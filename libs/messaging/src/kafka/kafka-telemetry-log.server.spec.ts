import { forSystem, newId } from '@yagura/kernel';
import { describeWithKafka, sharedKafka } from '@yagura/testing';
import { batchOf, telemetryLogContract, type TelemetryLogUnderTest } from '../telemetry-log-contract';
import type { KafkaConnection } from './kafka-connection';
import { KafkaTelemetryLogReader } from './kafka-telemetry-log-reader';
import { KafkaTelemetryLogWriter } from './kafka-telemetry-log-writer';

describeWithKafka('the telemetry log in Kafka', () => {
  let writer: KafkaTelemetryLogWriter;
  let reader: KafkaTelemetryLogReader;
  let log: TelemetryLogUnderTest;

  beforeAll(async () => {
    const connection: KafkaConnection = { ...await sharedKafka(), clientId: 'spec', log: { warn: () => undefined, error: () => undefined } };
    writer = new KafkaTelemetryLogWriter(connection, { partitions: 4 });
    reader = new KafkaTelemetryLogReader(connection);
    await writer.start();
    await reader.start();
    log = {
      writer, reader, partitionOf: (tenantId, sourceId) => writer.partitionOf(tenantId, sourceId),
      // Larger than the topic takes: the broker has it whole and refuses it.
      appendAndFail: async (batch) => {
        const refused = writer.append(forSystem(batch.tenantId, 'ingestion'), { ...batch, body: Buffer.alloc(11 * 1_048_576, batch.body) });
        await expect(refused).rejects.toMatchObject({ kind: 'Unavailable' });
      },
    };
  });
  afterAll(async () => {
    await reader.stop();
    await writer.stop();
  });

  it.each(telemetryLogContract)('%s', async (_, check) => {
    await expect(check(log)).resolves.toBeUndefined();
  });

  it('takes no record in another tenant’s name', async () => {
    const [own, other] = [newId<'tenant'>(), newId<'tenant'>()];
    const forged = log.writer.append(forSystem(own, 'ingestion'), batchOf({ tenantId: other, sourceId: newId<'source'>() }, 'forged'));

    await expect(forged).rejects.toMatchObject({ kind: 'Forbidden', slug: 'telemetry_log.other_tenant' });
  });
});
