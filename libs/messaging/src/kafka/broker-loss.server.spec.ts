import { MemberChangedV1 } from '@yagura/contracts';
import { forSystem, newId, type BatchId } from '@yagura/kernel';
import type { TenantTx } from '@yagura/db';
import { describeWithKafka, eventually, startKafka, testDatabase, type KafkaServer } from '@yagura/testing';
import { ConsumerRuntime } from '../consumer-runtime';
import { OnEvent } from '../on-event';
import { publish } from '../publish';
import { batchOf } from '../telemetry-log-contract';
import { KafkaDomainEvents } from './kafka-domain-events';
import type { KafkaConnection } from './kafka-connection';
import { KafkaTelemetryLogReader } from './kafka-telemetry-log-reader';
import { KafkaTelemetryLogWriter } from './kafka-telemetry-log-writer';

const log = { warn: () => undefined, error: () => undefined };
const connectionTo = (kafka: KafkaServer): KafkaConnection => ({ brokers: kafka.brokers, clientId: 'spec', log, patienceMs: 90_000 });

/** Follows every partition as detection does: takes each record by its place in the log, and only then commits. A commit whose answer was lost may have been made. */
class Follower {
  private readonly taken = new Map<string, BatchId>();
  private isOver = false;
  private readonly loops: Promise<void>[];

  constructor(private readonly reader: KafkaTelemetryLogReader) {
    this.loops = reader.partitions.map((partition) => this.follow(partition));
  }

  get seen(): readonly BatchId[] {
    return [...this.taken.values()];
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.loops);
  }

  private async follow(partition: number): Promise<void> {
    let position: bigint | undefined;
    while (!this.isOver) {
      try {
        position ??= await this.reader.committed(partition);
        const batches = await this.reader.fetch(partition, position, 20, 1_000_000);
        const last = batches.at(-1);
        if (last === undefined) {
          await new Promise((resolve) => { setTimeout(resolve, 50); });
          continue;
        }
        for (const { position: place, batchId } of batches) this.taken.set(`${partition}/${place}`, batchId);
        await this.reader.commit(partition, last.position);
        position = last.position;
      } catch {
        position = undefined;
      }
    }
  }
}

/** Appends from several sources until it is told to end; answers the ids that were acknowledged. */
class Senders {
  readonly acknowledged: BatchId[] = [];
  private isOver = false;
  private readonly loops: Promise<void>[];

  constructor(private readonly writer: KafkaTelemetryLogWriter, sources: number) {
    this.loops = Array.from({ length: sources }, () => this.send());
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.loops);
  }

  private async send(): Promise<void> {
    const source = { tenantId: newId<'tenant'>(), sourceId: newId<'source'>() };
    while (!this.isOver) {
      const batch = batchOf(source, 'a batch');
      await this.writer.append(forSystem(source.tenantId, 'ingestion'), batch);
      this.acknowledged.push(batch.batchId);
    }
  }
}

/** Kills a broker while batches flow, brings it back, and answers what was acknowledged and what the reader saw. */
async function loseBroker(kafka: KafkaServer, broker: number): Promise<{ acknowledged: readonly BatchId[]; seen: readonly BatchId[] }> {
  const [writer, reader] = [new KafkaTelemetryLogWriter(connectionTo(kafka), { partitions: 6 }), new KafkaTelemetryLogReader(connectionTo(kafka))];
  await writer.start();
  await reader.start();
  const [senders, follower] = [new Senders(writer, 8), new Follower(reader)];
  const flows = (count: number): Promise<boolean> => eventually('more acknowledged batches', () => Promise.resolve(senders.acknowledged.length > count), 90_000);
  await flows(200);
  await kafka.kill(broker);
  const before = senders.acknowledged.length;
  await kafka.start(broker);
  await flows(before + 300);
  await senders.end();
  await eventually('every acknowledged batch at the reader', () => Promise.resolve(new Set(follower.seen).size >= senders.acknowledged.length), 90_000);
  await follower.end();
  await reader.stop();
  await writer.stop();
  return { acknowledged: senders.acknowledged, seen: follower.seen };
}

/** Its effect is an audit entry, in the transaction of the inbox row. */
class Recorder {
  readonly seen: string[] = [];

  @OnEvent(MemberChangedV1)
  async memberChanged(tx: TenantTx, data: { displayName: string }): Promise<void> {
    await tx.audit({ action: 'member.seen', objectKind: 'member', objectId: data.displayName });
    tx.afterCommit(() => { this.seen.push(data.displayName); });
  }
}

describeWithKafka('a broker that is killed while it is written to', () => {
  let kafka: KafkaServer;
  beforeAll(async () => { kafka = await startKafka(); });
  afterAll(() => kafka.stop());

  it('loses no acknowledged batch and shows its reader none twice', async () => {
    const { acknowledged, seen } = await loseBroker(kafka, 1);

    expect([...seen].sort()).toEqual([...acknowledged].sort());
  });

  it('gives each domain event one effect, in the order of their telling', async () => {
    const database = await testDatabase();
    const tenantId = newId<'tenant'>();
    const events = new KafkaDomainEvents(connectionTo(kafka), { db: database.systemDb('lane_relay'), relay: true, live: false });
    await events.start();
    const recorder = new Recorder();
    const runtime = new ConsumerRuntime('cases', database.tenantDb('svc_cases'), events, [recorder], log);
    runtime.start();
    const tenants = database.tenantDb('svc_tenants');
    const audit = database.systemDb('audit_sequencer');
    const tell = async (from: number, to: number): Promise<void> => {
      for (let count = from; count < to; count += 1) {
        await tenants.run(forSystem(tenantId, 'tenants'), (tx) =>
          publish(tx, MemberChangedV1, { tenantId, userId: newId(), roles: [], audience: 'staff', active: true, displayName: String(count).padStart(3, '0') }));
      }
    };
    const effects = async (): Promise<string[]> => (await audit.sql<{ object_id: string }>('select object_id from audit.entry where tenant_id = $1 order by object_id', [tenantId])).map(({ object_id: id }) => id);
    await tell(0, 20);
    await eventually('the first effects', async () => (await effects()).length === 20);

    const telling = tell(20, 120);
    await kafka.kill(1);
    await telling;
    await kafka.start(1);
    await tell(120, 140);

    await eventually('every effect', async () => (await effects()).length >= 140, 90_000);
    await runtime.stop();
    await events.stop();
    const all = Array.from({ length: 140 }, (_, count) => String(count).padStart(3, '0'));
    expect(await effects()).toEqual(all);
    expect(recorder.seen).toEqual(all);
    await database.drop();
  });
});

describeWithKafka('a broker of three that is killed while they are written to', () => {
  it('is replaced by another that has every acknowledged batch, once', async () => {
    const kafka = await startKafka({ brokers: 3 });
    const { acknowledged, seen } = await loseBroker(kafka, 2);
    await kafka.stop();

    expect([...seen].sort()).toEqual([...acknowledged].sort());
  });
});
