import { CaseAcknowledgedV1, MemberChangedV1 } from '@yagura/contracts';
import type { SystemDb } from '@yagura/db';
import { forTest, newId, type TenantId } from '@yagura/kernel';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { OutboxPruner } from './outbox-pruner';
import { PostgresDomainEvents } from './postgres-domain-events';
import { publish, publishAll } from './publish';

const DAYS = 30;

describe('the outbox after its horizon', () => {
  let database: TestDatabase;
  let relay: SystemDb;
  let events: PostgresDomainEvents;
  const tenantId: TenantId = newId<'tenant'>();

  beforeEach(async () => {
    database = await testDatabase();
    relay = database.systemDb('lane_relay');
    events = new PostgresDomainEvents(relay);
    await events.start();
  });
  afterEach(async () => {
    await events.stop();
    await database.drop();
  });

  const pruner = (isRelayed = false): OutboxPruner => new OutboxPruner(relay, { days: DAYS, isRelayed });
  /** Tells events, waits for their places, and makes them older; answers their ids. */
  async function told(count: number, daysAgo: number): Promise<string[]> {
    const at = new Date().toISOString();
    const ids = await database.tenantDb('svc_cases').run(forTest(tenantId), (tx) => publishAll(tx, CaseAcknowledgedV1, Array.from({ length: count }, () => (
      { tenantId, caseId: newId(), number: 1, version: 1, severity: 'low' as const, status: 'new' as const, title: 'a case', at, by: newId() }))));
    return aged(ids, daysAgo);
  }
  async function toldOfTenant(daysAgo: number): Promise<string[]> {
    const member = { tenantId, userId: newId(), roles: [], audience: 'staff' as const, active: true, displayName: 'Aoi' };
    return aged([await database.tenantDb('svc_tenants').run(forTest(tenantId), (tx) => publish(tx, MemberChangedV1, member))], daysAgo);
  }
  async function aged(ids: string[], daysAgo: number): Promise<string[]> {
    await eventually('every event has its place', async () => (await relay.sql('select 1 from lane.outbox where position is null')).length === 0);
    await relay.sql('update lane.outbox set created_at = now() - make_interval(days => $2) where id = any ($1)', [ids, daysAgo]);
    return ids;
  }
  const left = async (): Promise<string[]> => (await relay.sql<{ id: string }>('select id from lane.outbox order by position')).map(({ id }) => id);
  /** The group reads `count` more events to their end. */
  async function read(consumer: string, count: number): Promise<void> {
    const records = await events.fetch(consumer, count);
    if (records.length > 0) await events.commit(consumer, records[records.length - 1].position);
  }

  it('keeps what one of its readers has not read, from the first time on at which that reader looked', async () => {
    const ids = await told(4, DAYS + 1);
    await read('cases', 4);
    await read('sla', 3);
    await events.fetch('billing', 1);

    expect(await pruner().prune()).toBe(0);
    expect(await left()).toEqual(ids);

    await read('billing', 2);
    expect(await pruner().prune()).toBe(2);
    expect(await left()).toEqual(ids.slice(2));
    expect((await events.fetch('billing', 10)).map(({ id }) => id)).toEqual(ids.slice(2));
  });

  it('keeps what is younger than the horizon, although everybody has read it', async () => {
    await told(2, DAYS + 1);
    const young = await told(2, DAYS - 1);
    await read('cases', 4);

    expect(await pruner().prune()).toBe(2);
    expect(await left()).toEqual(young);
  });

  it('removes nothing while there is no reader', async () => {
    await told(1, DAYS + 1);

    expect(await pruner().prune()).toBe(0);
  });

  it('keeps for ever what says which tenants there are, and removes what lies around it', async () => {
    await told(1, DAYS + 1);
    const kept = await toldOfTenant(DAYS + 1);
    await told(1, DAYS + 1);
    await read('cases', 3);

    expect(await pruner().prune()).toBe(2);
    expect(await left()).toEqual(kept);
  });

  it('keeps what waits as a dead letter until it was replayed', async () => {
    const [dead] = await told(1, DAYS + 1);
    await told(1, DAYS + 1);
    const [record] = await events.fetch('cases', 1);
    await events.bury({ consumer: 'cases', record, reason: 'a reason', attempts: 3 });
    await read('cases', 2);

    expect(await pruner().prune()).toBe(1);
    expect(await left()).toEqual([dead]);

    await relay.sql('update lane.dead_letter set replayed_at = now()');
    expect(await pruner().prune()).toBe(1);
  });

  it('goes through any number of rows in portions, and two that try at once remove each row once', async () => {
    await told(2_600, DAYS + 1);
    for (let portion = 0; portion < 13; portion += 1) await read('cases', 200);
    const removed = await Promise.all([pruner().prune(), pruner().prune()]);

    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(2_600);
    expect(await left()).toEqual([]);
  });

  it('has the relay for its only reader where brokers carry the lane', async () => {
    const ids = await told(3, DAYS + 1);
    await read('cases', 3);
    expect(await pruner(true).prune()).toBe(0);

    await read('kafka-relay', 2);
    await relay.sql("update lane.cursor set position = 0 where consumer = 'cases'");

    expect(await pruner(true).prune()).toBe(2);
    expect(await left()).toEqual(ids.slice(2));
  });
});
