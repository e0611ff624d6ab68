import { forTest, NotFound, newId, type TenantId } from '@yagura/kernel';
import { MemberChangedV1 } from '@yagura/contracts';
import type { TenantDb, TenantTx } from '@yagura/db';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { ConsumerRuntime } from './consumer-runtime';
import { OnEvent } from './on-event';
import { PostgresDomainEvents } from './postgres-domain-events';
import { publish } from './publish';

const log = { warn: () => undefined, error: () => undefined };
const memberOf = (tenantId: TenantId, displayName: string) =>
  ({ tenantId, userId: newId(), roles: ['analyst'], audience: 'staff' as const, active: true, displayName });

class Recorder {
  readonly seen: string[] = [];
  failures = 0;

  @OnEvent(MemberChangedV1)
  async memberChanged(tx: TenantTx, data: { displayName: string }): Promise<void> {
    await tx.sql('select 1');
    if (data.displayName === 'poison') throw new TypeError('poison');
    if (data.displayName === 'early' && this.failures++ < 1) throw new NotFound('member');
    this.seen.push(`${tx.tenantId}:${data.displayName}`);
  }
}

describe('the domain lane of the all-in-one', () => {
  let database: TestDatabase;
  let tenants: TenantDb;
  let cases: TenantDb;
  let events: PostgresDomainEvents;
  let runtime: ConsumerRuntime;
  let recorder: Recorder;
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());

  beforeAll(async () => {
    database = await testDatabase();
    tenants = database.tenantDb('svc_tenants');
    cases = database.tenantDb('svc_cases');
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    recorder = new Recorder();
    runtime = new ConsumerRuntime('cases', cases, events, [recorder], log);
    await events.start();
    runtime.start();
  });

  afterAll(async () => {
    await runtime.stop();
    await events.stop();
    await database.drop();
  });

  const tell = (ctx: typeof a, name: string): Promise<unknown> => tenants.run(ctx, (tx) => publish(tx, MemberChangedV1, memberOf(ctx.tenantId, name)));

  it('brings a committed event to its consumer under the tenant that wrote it, and never a rolled back one', async () => {
    await tell(a, 'first');
    await expect(tenants.run(a, async (tx) => {
      await publish(tx, MemberChangedV1, memberOf(a.tenantId, 'rolled back'));
      throw new RangeError('change of mind');
    })).rejects.toThrow('change of mind');
    await tell(b, 'second');

    await eventually('both events', async () => recorder.seen.length >= 2);
    expect(recorder.seen).toEqual([`${a.tenantId}:first`, `${b.tenantId}:second`]);
  });

  it('buries a poison event with its reason and goes on with the next', async () => {
    await tell(a, 'poison');
    await tell(a, 'after the poison');

    await eventually('the event behind the poison', async () => recorder.seen.includes(`${a.tenantId}:after the poison`));
    const letters = await database.systemDb('lane_relay').sql('select tenant_id, consumer, reason, attempts from lane.dead_letter');
    expect(letters).toEqual([{ tenant_id: a.tenantId, consumer: 'cases', reason: 'TypeError', attempts: 3 }]);
  });

  it('buries an event whose row and envelope name different tenants under neither', async () => {
    const id = newId();
    const envelope = {
      specversion: '1.0', id, source: 'tenants', type: MemberChangedV1.type, subject: 'k', time: new Date(0).toISOString(), datacontenttype: 'application/json', tenantid: b.tenantId, actorid: 'x',
      correlationid: 'y', data: memberOf(b.tenantId, 'posing'),
    };
    await tenants.run(a, (tx) => tx.execute(
      "insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope) values ($1, $2, 'tenants', 'tenants.member', 'k', $3, $4)", [id, a.tenantId, MemberChangedV1.type, JSON.stringify(envelope)]));

    const letters = await eventually('it is buried', async () => {
      const found = await database.systemDb('lane_relay').sql('select tenant_id, consumer, attempts from lane.dead_letter where event_id = $1', [id]);
      return found.length > 0 && found;
    });
    expect(letters).toEqual([{ tenant_id: null, consumer: 'cases', attempts: 1 }]);
    expect(recorder.seen.filter((seen) => seen.endsWith(':posing'))).toEqual([]);
  });

  it('tries an early event again until its row is there', async () => {
    await tell(b, 'early');

    await eventually('the early event', async () => recorder.seen.includes(`${b.tenantId}:early`));
  });

  it('gives a redelivered event no second effect', async () => {
    await tell(a, 'once');
    await eventually('the event', async () => recorder.seen.includes(`${a.tenantId}:once`));
    await runtime.stop();
    await database.systemDb('lane_relay').sql("update lane.cursor set position = 0 where consumer = 'cases'");

    const again = new Recorder();
    const second = new ConsumerRuntime('cases', cases, events, [again], log);
    second.start();
    await tell(a, 'last');
    await eventually('the last event', async () => again.seen.includes(`${a.tenantId}:last`));
    await second.stop();

    expect(again.seen).toEqual([`${a.tenantId}:last`]);
  });

  it('gives positions in commit order: a transaction that commits late is read after, never passed over', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => { release = resolve; });
    const slow = tenants.run(a, async (tx) => {
      await publish(tx, MemberChangedV1, memberOf(a.tenantId, 'slow'));
      await gate;
    });
    await tell(b, 'quick');
    const relay = database.systemDb('lane_relay');
    const quick = await eventually('the quick event’s place', async () =>
      (await relay.sql<{ position: string | null }>("select position from lane.outbox where envelope->'data'->>'displayName' = 'quick'"))[0]?.position);
    release();
    await slow;

    const late = await eventually('the slow event’s place', async () =>
      (await relay.sql<{ position: string | null }>("select position from lane.outbox where envelope->'data'->>'displayName' = 'slow'"))[0]?.position);
    expect(BigInt(late)).toBeGreaterThan(BigInt(quick));
  });

  it('refuses an event in another tenant’s name or in another service’s', async () => {
    const foreign = tenants.run(a, (tx) => tx.execute(
      "insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope) values ($1, $2, 'tenants', 't', 'k', 't', '{}')", [newId(), b.tenantId]));
    const posing = tenants.run(a, (tx) => tx.execute(
      "insert into lane.outbox (id, tenant_id, producer, topic, key, type, envelope) values ($1, $2, 'cases', 't', 'k', 't', '{}')", [newId(), a.tenantId]));
    const reading = tenants.read(a, (read) => read.sql('select * from lane.outbox'));

    // All three at once: one that is refused while another is still awaited has nobody who hears it.
    await Promise.all([foreign, posing, reading].map((attempt) => expect(attempt).rejects.toMatchObject({ code: '42501' })));
  });
});
