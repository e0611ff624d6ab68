import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { TokenVerifier } from '@yagura/auth';
import { CaseOpenedV1, ClockBreachedV1, TenantActivatedV1, type EventData, type EventEnvelope } from '@yagura/contracts';
import { forTest, newId } from '@yagura/kernel';
import { PostgresDomainEvents, publish } from '@yagura/messaging';
import { ServiceEdge, startService, type RunningService } from '@yagura/runtime';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { slaService } from './app.module';

const GOLDEN = join(__dirname, '../../../libs/contracts/golden/yagura.tenant.activated.v1/sample.json');
const activation = TenantActivatedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));

describe('the service of promises as it runs', () => {
  let database: TestDatabase;
  let events: PostgresDomainEvents;
  let running: RunningService;

  beforeAll(async () => {
    database = await testDatabase();
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    await events.start();
    const log = pino({ level: 'silent' });
    const edge = new ServiceEdge(Object.create(TokenVerifier.prototype) as TokenVerifier, Buffer.alloc(32), log);
    running = await startService(slaService, { db: database.tenantDb('svc_sla'), events, edge, log, provide: [] });
  });

  afterAll(async () => {
    await running.stop();
    await events.stop();
    await database.drop();
  });

  it('hears of an agreement and a case, and tells a breach at any hour of any day', async () => {
    const ctx = forTest(newId<'tenant'>());
    const breaches: EventData<typeof ClockBreachedV1>[] = [];
    events.onEvent(({ type, data }: EventEnvelope) => { if (type === ClockBreachedV1.type) breaches.push(ClockBreachedV1.data.parse(data)); });
    const slaPolicy = { ...activation.agreement.slaPolicy, calendar: 'always', targets: [{ severity: 'critical' as const, acknowledgeSec: 1, resolveSec: 3_600 }] };
    await database.tenantDb('svc_tenants').run(ctx, (tx) => publish(tx, TenantActivatedV1, { ...activation, tenantId: ctx.tenantId, agreement: { ...activation.agreement, slaPolicy } }));

    const openedAt = await database.tenantDb('svc_cases').run(ctx, async (tx) => {
      await publish(tx, CaseOpenedV1, {
        tenantId: ctx.tenantId, caseId: newId(), number: 1, version: 1, severity: 'critical', status: 'new', title: 'A case', at: tx.now.toISOString(), groupKey: 'host:web01',
        findingIds: [], firstFindingAt: tx.now.toISOString(),
      });
      return tx.now.getTime();
    });

    await eventually('the breach', async () => breaches.length > 0);
    expect(breaches).toMatchObject([{ tenantId: ctx.tenantId, metric: 'acknowledge', at: new Date(openedAt + 1_000).toISOString(), noticedLate: false, state: 'running', outcome: 'breached' }]);
  });
});
