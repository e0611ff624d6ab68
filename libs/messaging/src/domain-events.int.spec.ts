import { MemberChangedV1 } from '@yagura/contracts';
import { forSystem, newId } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { domainEventsContract, type DomainEventsUnderTest } from './domain-events-contract';
import { PostgresDomainEvents } from './postgres-domain-events';
import { publish } from './publish';

describe('the domain lane in PostgreSQL', () => {
  let database: TestDatabase;
  let lane: DomainEventsUnderTest;
  beforeAll(async () => {
    database = await testDatabase();
    const tenants = database.tenantDb('svc_tenants', 20);
    const relay = database.systemDb('lane_relay');
    lane = {
      events: new PostgresDomainEvents(relay),
      publish: (tenantId, name, before) => tenants.run(forSystem(tenantId, 'tenants'), async (tx) => {
        await publish(tx, MemberChangedV1, { tenantId, userId: newId(), roles: [], audience: 'staff', active: true, displayName: name });
        await before?.();
      }),
      letters: (consumer) => relay.sql('select reason, attempts from lane.dead_letter where consumer = $1', [consumer]),
    };
    await lane.events.start();
  });
  afterAll(async () => {
    await lane.events.stop();
    await database.drop();
  });

  it.each(domainEventsContract)('%s', async (_, check) => {
    await expect(check(lane)).resolves.toBeUndefined();
  });
});
