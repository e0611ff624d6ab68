import { MemberChangedV1 } from '@yagura/contracts';
import { forSystem, newId } from '@yagura/kernel';
import { describeWithKafka, eventually, sharedKafka, testDatabase, type TestDatabase } from '@yagura/testing';
import { publish } from '../publish';
import { batchOf } from '../telemetry-log-contract';
import type { LoggedBatch } from '../telemetry-log';
import { KafkaDomainEvents } from './kafka-domain-events';
import type { KafkaConnection } from './kafka-connection';
import { KafkaTelemetryLogReader } from './kafka-telemetry-log-reader';
import { KafkaTelemetryLogWriter } from './kafka-telemetry-log-writer';

const log = { warn: () => undefined, error: () => undefined };

describeWithKafka('several processes on one Kafka', () => {
  let connection: KafkaConnection;
  // Each gives the brokers several seconds; they pass while the other tests run.
  let refusals: Promise<unknown[]>;
  beforeAll(async () => {
    refusals = startsWithoutKafka();
    connection = { ...await sharedKafka(), clientId: 'spec', log };
  });

  it('share the telemetry log: what one left uncommitted the other gets, and a commit of a partition that moved is refused', async () => {
    const [writer, first, second] = [new KafkaTelemetryLogWriter(connection, { partitions: 4 }), new KafkaTelemetryLogReader(connection), new KafkaTelemetryLogReader(connection)];
    await writer.start();
    await first.start();
    const filled = new Set<number>();
    while (filled.size < 4) {
      const source = { tenantId: newId<'tenant'>(), sourceId: newId<'source'>() };
      filled.add((await writer.append(forSystem(source.tenantId, 'ingestion'), batchOf(source, 'waiting'))).partition);
    }
    const fetchAll = async (reader: KafkaTelemetryLogReader): Promise<LoggedBatch[][]> => Promise.all([0, 1, 2, 3].map(async (partition) =>
      reader.fetch(partition, await reader.committed(partition), 50, 1_000_000)));
    const before = await fetchAll(first);
    expect(before.every(({ length }) => length > 0)).toBe(true);

    await second.start();
    const shared = await eventually('a share for the second', async () => {
      const found = await fetchAll(second);
      return found.some(({ length }) => length > 0) ? found : undefined;
    });
    const moved = shared.findIndex(({ length }) => length > 0);
    expect(shared[moved]).toEqual(before[moved]);
    await expect(first.commit(moved, before[moved][0].position)).rejects.toMatchObject({ slug: 'telemetry_log.partition_moved' });
    await second.commit(moved, shared[moved][0].position);
    expect(await first.committed(moved)).toBe(shared[moved][0].position);

    await second.stop();
    const rest = await eventually('all partitions for the first', async () => {
      const found = await fetchAll(first);
      return found.flat().length === before.flat().length - 1 ? found : undefined;
    });
    expect(rest[moved]).toEqual(before[moved].slice(1));
    await first.stop();
    await writer.stop();
  });

  it('publish the outbox by one relay at a time, and a group goes on where its last process was', async () => {
    const database: TestDatabase = await testDatabase();
    const lane = (relay: boolean): KafkaDomainEvents => new KafkaDomainEvents(connection, { db: database.systemDb('lane_relay'), relay, live: false });
    const [one, other] = [lane(true), lane(true)];
    await Promise.all([one.start(), other.start()]);
    const tenants = database.tenantDb('svc_tenants');
    const tenantId = newId<'tenant'>();
    const tell = (displayName: string): Promise<string> => tenants.run(forSystem(tenantId, 'tenants'), (tx) =>
      publish(tx, MemberChangedV1, { tenantId, userId: newId(), roles: [], audience: 'staff', active: true, displayName }));
    const ids: string[] = [];
    for (let count = 0; count < 40; count += 1) ids.push(await tell(`event ${count}`));
    const idsAt = (events: KafkaDomainEvents, least: number): Promise<string[]> => eventually('the events', async () => {
      const records = await events.fetch('cases', 200);
      return records.length >= least ? records.map(({ id }) => id) : undefined;
    });

    expect(await idsAt(one, 40)).toEqual(ids);
    const places = (await one.fetch('cases', 200)).map(({ position }) => position);
    await one.commit('cases', places[29]);
    await one.stop();

    ids.push(await tell('told while the other relays'));
    expect(await idsAt(other, 11)).toEqual(ids.slice(30));
    await other.stop();
    await database.drop();
  });

  it('say that Kafka is away, each with its own name of the failure', async () => {
    const telemetry = { kind: 'Unavailable', slug: 'telemetry_log.unavailable' };

    expect(await refusals).toMatchObject([telemetry, telemetry, { kind: 'Unavailable', slug: 'domain_lane.unavailable' }]);
  });
});

/** What each adapter says at its start when nothing listens where Kafka should. */
async function startsWithoutKafka(): Promise<unknown[]> {
  const nowhere: KafkaConnection = { brokers: ['127.0.0.1:1'], clientId: 'spec', log, patienceMs: 1 };
  const database = await testDatabase();
  const adapters = [
    new KafkaTelemetryLogWriter(nowhere), new KafkaTelemetryLogReader(nowhere), new KafkaDomainEvents(nowhere, { db: database.systemDb('lane_relay'), relay: false, live: false }),
  ];
  const refusals = await Promise.all(adapters.map((adapter) => adapter.start().then(() => 'started', (error: unknown) => error)));
  await database.drop();
  return refusals;
}
