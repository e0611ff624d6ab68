import { MemberChangedV1 } from '@yagura/contracts';
import { forSystem, newId, type TenantId } from '@yagura/kernel';
import { describeWithKafka, sharedKafka, testDatabase, type TestDatabase } from '@yagura/testing';
import { domainEventsContract, type DomainEventsUnderTest } from '../domain-events-contract';
import { publish } from '../publish';
import { KafkaDomainEvents } from './kafka-domain-events';

describeWithKafka('the domain lane in Kafka', () => {
  let database: TestDatabase;
  let lane: DomainEventsUnderTest & { readonly events: KafkaDomainEvents };
  beforeAll(async () => {
    const kafka = await sharedKafka();
    database = await testDatabase();
    const tenants = database.tenantDb('svc_tenants', 20);
    const relay = database.systemDb('lane_relay');
    lane = {
      events: new KafkaDomainEvents({ ...kafka, clientId: 'spec', log: { warn: () => undefined, error: () => undefined } }, { db: relay, relay: true, live: true }),
      publish: (tenantId: TenantId, name, before) => tenants.run(forSystem(tenantId, 'tenants'), async (tx) => {
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
