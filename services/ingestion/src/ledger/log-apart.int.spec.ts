import { BatchProcessedV1, IngestionUsageMeteredV1 } from '@yagura/contracts';
import { isOpen, SystemDb } from '@yagura/db';
import { forSystem, newId, Unavailable, type BatchId, type TenantContext } from '@yagura/kernel';
import { PostgresTelemetryLogWriter, publish, type BatchHeaders, type TelemetryBatch, type TelemetryLogWriter } from '@yagura/messaging';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { DoorWorld, type Sender } from '../testing/door-world';
import { toldOutcome } from '../testing/told-outcome';
import { LedgerService } from './ledger.service';

type Append = TelemetryLogWriter['append'];

/** A log that stands apart, as Kafka does: each append is durable for itself. What happens around the next one can be said. */
class LogApart implements TelemetryLogWriter {
  readonly joinsTransaction = false;
  around: (append: () => ReturnType<Append>, ctx: TenantContext) => ReturnType<Append> = (append) => append();

  constructor(private readonly records: PostgresTelemetryLogWriter) {}

  append(ctx: TenantContext, batch: TelemetryBatch): ReturnType<Append> {
    return this.around(() => this.records.append(forSystem(batch.tenantId, 'ingestion'), batch), ctx);
  }

  backlog(ctx: TenantContext): ReturnType<TelemetryLogWriter['backlog']> {
    return this.records.backlog(ctx);
  }
}

interface LogRow extends Record<string, unknown> { readonly partition: number; readonly position: string; readonly batch_id: BatchId; readonly headers: BatchHeaders }

const EVENTS = 3;
const bodyOf = (text: string): string => Array.from({ length: EVENTS }, (_, at) => JSON.stringify({ event: `${text} ${at}` })).join('\n');
const away = (): Unavailable => new Unavailable('no answer', { slug: 'telemetry_log.unavailable', retryAfterSec: 5 });

describe('the books of a door whose log stands apart from its database', () => {
  let database: TestDatabase;
  let world: DoorWorld;
  let log: LogApart;
  beforeAll(async () => {
    database = await testDatabase();
    log = new LogApart(new PostgresTelemetryLogWriter(database.tenantDb('svc_ingestion')));
    world = await new DoorWorld(database, undefined, log).start();
  });
  afterAll(async () => {
    await world.stop();
    await database.drop();
  });
  afterEach(() => { log.around = (append) => append(); });

  async function post(sender: Sender, text: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${world.port}/services/collector/event`, { method: 'POST', headers: { authorization: `Splunk ${sender.token}` }, body: bodyOf(text) });
    await response.arrayBuffer();
    return response.status;
  }

  /** Tells of every record of the log as detection does: the first of a batch is stored, another of the same batch a duplicate. */
  async function tellOutcomes({ tenantId, sourceId }: Sender): Promise<number> {
    const rows = await database.systemDb('lane_log_reader').sql<LogRow>(
      'select partition, position, batch_id, headers from lane.telemetry_log where tenant_id = $1 order by partition, position', [tenantId]);
    const known = new Set<string>();
    await database.tenantDb('svc_detection').run(forSystem(tenantId, 'detection'), async (tx) => {
      for (const { partition, position, batch_id: batchId, headers } of rows) {
        await publish(tx, BatchProcessedV1, toldOutcome({ tenantId, sourceId, batchId, partition, position: BigInt(position), headers }, known.has(batchId)));
        known.add(batchId);
      }
    });
    return rows.length;
  }

  async function balanceOf({ tenantId }: Sender): Promise<Record<'accepted' | 'stored' | 'duplicates' | 'inFlight', number>> {
    const window = { since: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const { items: [{ accepted, stored, duplicates, inFlight }] } = await world.running.get(LedgerService).balance(forSystem(tenantId, 'spec'), window);
    return { accepted: Number(accepted), stored: Number(stored), duplicates: Number(duplicates), inFlight: Number(inFlight) };
  }

  const settled = (sender: Sender, records: number): Promise<unknown> => eventually('the ledger has every outcome', async () => {
    const { stored, duplicates } = await balanceOf(sender);
    return stored + duplicates >= records;
  });
  const usageOf = async ({ tenantId }: Sender): Promise<unknown[]> => (await world.told(IngestionUsageMeteredV1.type, tenantId)).map(({ quantity }) => quantity);
  const asOwner = (statement: string): Promise<unknown> => database.systemDb('yagura_owner').sql(statement);

  it('show an acknowledged batch as in flight until detection tells what became of it', async () => {
    const sender = await world.sender('plain');

    expect(await post(sender, 'one')).toBe(200);
    expect(await balanceOf(sender)).toEqual({ accepted: EVENTS, stored: 0, duplicates: 0, inFlight: EVENTS });

    await tellOutcomes(sender);
    await settled(sender, EVENTS);
    expect(await balanceOf(sender)).toEqual({ accepted: EVENTS, stored: EVENTS, duplicates: 0, inFlight: 0 });
    expect(await usageOf(sender)).toHaveLength(1);
  });

  it('are not held open while the log is written to: no transaction waits for the network', async () => {
    const sender = await world.sender('waiting');
    // Nobody but a superuser sees what others are doing.
    const judge = new SystemDb(database.superuserUrl);
    const seen: unknown[] = [];
    log.around = async (append, ctx) => {
      const open = await judge.sql(
        "select 1 from pg_stat_activity where datname = current_database() and usename = 'svc_ingestion' and xact_start is not null");
      seen.push(isOpen(ctx), open);
      return append();
    };

    expect(await post(sender, 'one')).toBe(200);
    await judge.close();

    expect(seen).toEqual([false, []]);
  });

  it('hold nothing of an append that failed and left no record', async () => {
    const sender = await world.sender('refused');
    log.around = () => Promise.reject(away());
    expect(await post(sender, 'one')).toBe(503);
    expect(await balanceOf(sender)).toEqual({ accepted: 0, stored: 0, duplicates: 0, inFlight: 0 });

    log.around = (append) => append();
    expect(await post(sender, 'one')).toBe(200);
    expect(await tellOutcomes(sender)).toBe(1);
    await settled(sender, EVENTS);
    expect(await balanceOf(sender)).toEqual({ accepted: EVENTS, stored: EVENTS, duplicates: 0, inFlight: 0 });
  });

  const faults: readonly (readonly [string, () => Promise<() => Promise<unknown>>])[] = [
    ['whose answer was lost', () => {
      log.around = async (append) => {
        await append();
        throw away();
      };
      return Promise.resolve(() => {
        log.around = (append) => append();
        return Promise.resolve();
      });
    }],
    ['behind which the count could not be committed', async () => {
      await asOwner(`create function ingestion.no_room() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`);
      await asOwner('create constraint trigger no_room after insert or update on ingestion.door_count deferrable initially deferred for each row execute function ingestion.no_room()');
      return () => asOwner('drop function ingestion.no_room() cascade');
    }],
  ];

  it.each(faults)('count a stored record %s when detection tells of it, also if nobody ever repeats it', async (_, begin) => {
    const sender = await world.sender(`once-${newId().slice(-6)}`);
    const end = await begin();
    expect(await post(sender, 'one')).toBe(503);
    expect(await balanceOf(sender)).toEqual({ accepted: 0, stored: 0, duplicates: 0, inFlight: 0 });
    await end();

    expect(await tellOutcomes(sender)).toBe(1);
    await settled(sender, EVENTS);

    expect(await balanceOf(sender)).toEqual({ accepted: EVENTS, stored: EVENTS, duplicates: 0, inFlight: 0 });
    expect(await usageOf(sender)).toHaveLength(1);
  });

  it.each(faults)('agree about a record %s and its repetition: two records in the log, one of them a duplicate', async (_, begin) => {
    const sender = await world.sender(`twice-${newId().slice(-6)}`);
    const end = await begin();
    expect(await post(sender, 'one')).toBe(503);
    await end();
    expect(await post(sender, 'one')).toBe(200);

    expect(await tellOutcomes(sender)).toBe(2);
    await settled(sender, 2 * EVENTS);

    expect(await balanceOf(sender)).toEqual({ accepted: 2 * EVENTS, stored: EVENTS, duplicates: EVENTS, inFlight: 0 });
    expect(await usageOf(sender)).toHaveLength(1);
  });

  it('count a record once when detection is quicker than the door', async () => {
    const sender = await world.sender('overtaken');
    log.around = async (append) => {
      const place = await append();
      await tellOutcomes(sender);
      await settled(sender, EVENTS);
      return place;
    };

    expect(await post(sender, 'one')).toBe(200);

    expect(await balanceOf(sender)).toEqual({ accepted: EVENTS, stored: EVENTS, duplicates: 0, inFlight: 0 });
  });

  it('do not change when detection tells of the same record again', async () => {
    const sender = await world.sender('again');
    await post(sender, 'one');
    await tellOutcomes(sender);
    await settled(sender, EVENTS);
    await tellOutcomes(sender);
    // A later batch of the same source is told behind the repetition, so its outcome shows that the repetition was handled.
    await post(sender, 'two');
    await tellOutcomes(sender);
    await settled(sender, 2 * EVENTS);

    expect(await balanceOf(sender)).toEqual({ accepted: 2 * EVENTS, stored: 2 * EVENTS, duplicates: 0, inFlight: 0 });
    expect(await usageOf(sender)).toHaveLength(2);
  });
});
