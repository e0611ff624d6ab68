import { setTimeout as pause } from 'node:timers/promises';
import { BatchProcessedV1 } from '@yagura/contracts';
import { forSystem } from '@yagura/kernel';
import { kafkaAdapters, publish, type KafkaAdapters, type KafkaConnection, type LoggedBatch } from '@yagura/messaging';
import { describeWithKafka, eventually, startKafka, testDatabase, type KafkaServer, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../testing/door-world';
import { toldOutcome } from '../testing/told-outcome';
import { LedgerService } from './ledger.service';

const LANES = 4;
const REPEAT_MS = 100;
const WITHIN_MS = 90_000;

type Reader = InstanceType<KafkaAdapters['KafkaTelemetryLogReader']>;
type Writer = InstanceType<KafkaAdapters['KafkaTelemetryLogWriter']>;

/** Reads the log as detection does and tells of each record, the position behind the telling. */
class Detection {
  /** Every record of the log, by its place. */
  readonly records = new Map<string, LoggedBatch>();
  readonly batches = new Set<string>();
  private isOver = false;
  private readonly loops: Promise<void>[];

  constructor(private readonly reader: Reader, private readonly database: TestDatabase) {
    const db = database.tenantDb('svc_detection', reader.partitions.length);
    this.loops = reader.partitions.map((partition) => this.follow(partition, db));
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.loops);
  }

  private async follow(partition: number, db: ReturnType<TestDatabase['tenantDb']>): Promise<void> {
    let position: bigint | undefined;
    while (!this.isOver) {
      try {
        position ??= await this.reader.committed(partition);
        const fetched = await this.reader.fetch(partition, position, 20, 1_000_000);
        for (const record of fetched) {
          if (!this.records.has(`${partition}/${record.position}`)) await this.tell(record, db);
          position = record.position;
        }
        if (fetched.length > 0) await this.reader.commit(partition, position);
        else await pause(50);
      } catch {
        position = undefined;
      }
    }
  }

  private async tell(record: LoggedBatch, db: ReturnType<TestDatabase['tenantDb']>): Promise<void> {
    await db.run(forSystem(record.tenantId, 'detection'), (tx) => publish(tx, BatchProcessedV1, toldOutcome(record, this.batches.has(record.batchId))));
    this.batches.add(record.batchId);
    this.records.set(`${record.partition}/${record.position}`, record);
  }
}

/** Posts numbered bodies side by side and keeps its own list of what was acknowledged. Every third body is given up when it is refused, the others are repeated. */
class Shippers {
  readonly acknowledged: string[] = [];
  refused = 0;
  private next = 0;
  private isOver = false;
  private readonly loops: Promise<void>[];

  constructor(private readonly post: (text: string) => Promise<boolean>) {
    this.loops = Array.from({ length: LANES }, () => this.ship());
  }

  /** Ends when each body that is repeated was acknowledged. */
  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.loops);
  }

  private async ship(): Promise<void> {
    while (!this.isOver) {
      const number = this.next;
      this.next += 1;
      while (!(await this.accepted(`body ${number}`)) && number % 3 !== 0) await pause(REPEAT_MS);
    }
  }

  private async accepted(text: string): Promise<boolean> {
    const isAccepted = await this.post(text);
    if (isAccepted) this.acknowledged.push(text);
    else this.refused += 1;
    return isAccepted;
  }
}

describeWithKafka('the books of a door that writes to Kafka', () => {
  let kafka: KafkaServer;
  let database: TestDatabase;
  let world: DoorWorld;
  let writer: Writer;
  let reader: Reader;
  let sender: Sender;

  beforeAll(async () => {
    [kafka, database] = await Promise.all([startKafka(), testDatabase()]);
    // With little patience an append fails while the broker is away, and nobody can say whether its record was kept.
    const connection: KafkaConnection = { brokers: kafka.brokers, clientId: 'spec', log: { warn: () => undefined, error: () => undefined }, patienceMs: 500 };
    const { KafkaTelemetryLogReader, KafkaTelemetryLogWriter } = await kafkaAdapters();
    writer = new KafkaTelemetryLogWriter(connection, { partitions: 2 });
    reader = new KafkaTelemetryLogReader(connection);
    await writer.start();
    await reader.start();
    world = await new DoorWorld(database, undefined, writer).start();
    sender = await world.sender('on-kafka');
  });
  afterAll(async () => {
    await world.stop();
    await reader.stop();
    await writer.stop();
    await database.drop();
    await kafka.stop();
  });

  const asOwner = (statement: string): Promise<unknown> => database.systemDb('yagura_owner').sql(statement);

  async function post(text: string): Promise<boolean> {
    const response = await fetch(`http://127.0.0.1:${world.port}/services/collector/event`, {
      method: 'POST', headers: { authorization: `Splunk ${sender.token}` }, body: JSON.stringify({ event: text }),
    });
    await response.arrayBuffer();
    return response.status === 200;
  }

  async function balance(): Promise<Readonly<Record<'accepted' | 'stored' | 'duplicates' | 'inFlight', number>>> {
    const window = { since: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const { items: [{ accepted, stored, duplicates, inFlight }] } = await world.running.get(LedgerService).balance(forSystem(sender.tenantId, 'spec'), window);
    return { accepted: Number(accepted), stored: Number(stored), duplicates: Number(duplicates), inFlight: Number(inFlight) };
  }

  it('agree with the log after the broker was killed and counts could not be committed, and hold every acknowledged batch once', async () => {
    const detection = new Detection(reader, database);
    const shippers = new Shippers(post);
    const acknowledges = async (more: number): Promise<void> => {
      const before = shippers.acknowledged.length;
      await eventually('the door acknowledges', () => Promise.resolve(shippers.acknowledged.length >= before + more), WITHIN_MS);
    };
    const refuses = async (more: number): Promise<void> => {
      const before = shippers.refused;
      await eventually('the door refuses', () => Promise.resolve(shippers.refused >= before + more), WITHIN_MS);
    };
    await acknowledges(50);
    await kafka.kill(1);
    await refuses(1);
    await kafka.start(1);
    await acknowledges(50);
    await asOwner(`create function ingestion.no_room() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`);
    await asOwner('create constraint trigger no_room after insert or update on ingestion.door_count deferrable initially deferred for each row execute function ingestion.no_room()');
    await refuses(10);
    await asOwner('drop function ingestion.no_room() cascade');
    await acknowledges(50);
    await shippers.end();

    const records = await eventually('the ledger has every record of the log', async () => {
      const { stored, duplicates } = await balance();
      return detection.records.size >= shippers.acknowledged.length && stored + duplicates === detection.records.size && detection.records.size;
    }, WITHIN_MS);
    await detection.end();

    const kept = [...detection.records.values()].map(({ body }) => (JSON.parse(body.toString()) as { event: string }).event);
    expect(shippers.acknowledged.filter((text) => !kept.includes(text))).toEqual([]);
    // The faults did happen: there are records whose senders never heard of them.
    expect(records).toBeGreaterThan(shippers.acknowledged.length);
    expect(await balance()).toEqual({ accepted: records, stored: detection.batches.size, duplicates: records - detection.batches.size, inFlight: 0 });
    expect(new Set(kept).size).toBe(detection.batches.size);
  });
});
