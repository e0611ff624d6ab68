import { MemberChangedV1 } from '@yagura/contracts';
import { forSystem, newId } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import type { DomainEvents } from './domain-events';
import { domainEventsContract, type DomainEventsUnderTest } from './domain-events-contract';
import { PostgresDomainEvents } from './postgres-domain-events';
import { PostgresDomainReader } from './postgres-domain-reader';
import { publish } from './publish';

type Make = (database: TestDatabase) => DomainEvents;

describe.each<[string, Make]>([
  ['in the process of the relay', (database) => new PostgresDomainEvents(database.systemDb('lane_relay'))],
  ['in another process than the relay', (database) => new PostgresDomainReader(database.systemDb('lane_relay'))],
])('the domain lane in PostgreSQL %s', (_where, make) => {
  let relay: PostgresDomainEvents | undefined;
  let database: TestDatabase;
  let lane: DomainEventsUnderTest;
  beforeAll(async () => {
    database = await testDatabase();
    const tenants = database.tenantDb('svc_tenants', 20);
    const letters = database.systemDb('lane_relay');
    const events = make(database);
    if (events instanceof PostgresDomainReader) relay = new PostgresDomainEvents(database.systemDb('lane_relay'));
    lane = {
      events,
      publish: (tenantId, name, before) => tenants.run(forSystem(tenantId, 'tenants'), async (tx) => {
        await publish(tx, MemberChangedV1, { tenantId, userId: newId(), roles: [], audience: 'staff', active: true, displayName: name });
        await before?.();
      }),
      letters: (consumer) => letters.sql('select reason, attempts from lane.dead_letter where consumer = $1', [consumer]),
    };
    await lane.events.start();
    await relay?.start();
  });
  afterAll(async () => {
    await lane.events.stop();
    await relay?.stop();
    await database.drop();
  });

  it.each(domainEventsContract)('%s', async (_, check) => {
    await expect(check(lane)).resolves.toBeUndefined();
  });
});
