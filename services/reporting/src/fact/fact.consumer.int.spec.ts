import { BatchProcessedV1, CaseAcknowledgedV1, CaseOpenedV1, ClockBreachedV1, ClockScheduledV1, FindingCreatedV1, SourceAddedV1, TenantActivatedV1, type EventType } from '@yagura/contracts';
import type { LoginRole, TenantDb } from '@yagura/db';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { ConsumerRuntime, PostgresDomainEvents, publish } from '@yagura/messaging';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { Story } from '../../sample/story';
import { FigureService } from '../figure/figure.service';
import { FactConsumer } from './fact.consumer';
import { FactService } from './fact.service';

const log = { warn: () => undefined, error: () => undefined };
const HEARD: readonly EventType[] = [TenantActivatedV1, SourceAddedV1, BatchProcessedV1, FindingCreatedV1, CaseOpenedV1, CaseAcknowledgedV1, ClockScheduledV1, ClockBreachedV1];
const SPAN = { from: '2026-06-01T00:00:00Z', until: '2026-07-01T00:00:00Z' };

describe('the read model, fed by the domain lane', () => {
  let database: TestDatabase;
  let events: PostgresDomainEvents;
  let runtime: ConsumerRuntime;
  let figures: FigureService;
  const writers = new Map<string, TenantDb>();
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());

  const storyOf = (ctx: TenantContext, name: string, batches: number): Story => {
    const story = new Story({ tenantId: ctx.tenantId, name, language: 'en', timeZone: 'Europe/London' }, '2026-06-01T00:00:00Z');
    story.addSource('fw', 'firewall', '2026-06-01T01:00:00Z');
    for (let at = 0; at < batches; at += 1) story.batch('fw', `2026-06-03T10:0${at}:00Z`, 100, { quarantined: 1, duplicates: 5 });
    story.case('fw', {
      number: 1, title: `A case of ${name}`, severity: 'critical', openedAt: '2026-06-03T11:00:00Z', acknowledgedAt: '2026-06-03T11:20:00Z',
      findings: [{ at: '2026-06-03T10:59:00Z', host: 'PC-1', rule: 'Rule', tactics: ['credential-access', 'persistence'] }],
    });
    return story;
  };

  async function tell(story: Story, ctx: TenantContext): Promise<void> {
    for (const { event, data } of story.events) {
      if (!HEARD.includes(event)) continue;
      const role = `svc_${event.owner}` as LoginRole;
      const writer = writers.get(role) ?? database.tenantDb(role, 2);
      writers.set(role, writer);
      await writer.run(ctx, (tx) => publish(tx, event, data));
    }
  }

  const looked = (ctx: TenantContext) => figures.figures(ctx, { tenantId: ctx.tenantId, ...SPAN });

  beforeAll(async () => {
    database = await testDatabase();
    const db = database.tenantDb('svc_reporting');
    const facts = new FactService();
    figures = new FigureService(db, facts);
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    runtime = new ConsumerRuntime('reporting', db, events, [new FactConsumer(facts)], log);
    await events.start();
    runtime.start();
    await tell(storyOf(a, 'Aoba', 3), a);
    await tell(storyOf(b, 'Birch', 1), b);
    await eventually('both stories', async () => (await looked(b).catch(() => undefined))?.promises.breached === 2);
  });

  afterAll(async () => {
    await runtime.stop();
    await events.stop();
    await database.drop();
  });

  it('counts each company’s events for itself', async () => {
    const [ours, theirs] = [await looked(a), await looked(b)];

    expect(ours.funnel).toEqual({ eventsAccepted: '303', findings: 1, findingsInCases: 1, casesOpened: 1, attacks: 0 });
    expect(theirs.funnel.eventsAccepted).toBe('101');
    expect(ours.byTactic).toEqual([{ tactic: 'TA0003', findings: 1 }, { tactic: 'TA0006', findings: 1 }]);
    expect(ours.metrics.find(({ id }) => id === 'finding.created_to_acknowledged')).toMatchObject({ n: 1, value: 21 });
    expect(ours.promises).toMatchObject({ met: 0, breached: 2, percent: 0, running: 0 });
  });

  it('stays as it is when the lane delivers everything again', async () => {
    const before = await looked(a);
    await runtime.stop();
    await database.systemDb('lane_relay').sql("update lane.cursor set position = 0 where consumer = 'reporting'");

    const second = new ConsumerRuntime('reporting', database.tenantDb('svc_reporting'), events, [new FactConsumer(new FactService())], log);
    second.start();
    const late = storyOf(b, 'Birch', 0);
    late.batch('fw', '2026-06-09T10:00:00Z', 1);
    const [last] = late.events.slice(-1);
    await writers.get('svc_detection')?.run(b, (tx) => publish(tx, last.event, last.data));
    await eventually('the last batch', async () => (await looked(b)).funnel.eventsAccepted === '102');
    await second.stop();

    const { asOf: _before, ...then } = before;
    const { asOf: _after, ...now } = await looked(a);
    expect(now).toEqual(then);
    expect(await database.systemDb('lane_relay').sql("select reason from lane.dead_letter where consumer = 'reporting'")).toEqual([]);
  });

  it('answers for tenants in reach only, and for spans that go forward', async () => {
    await expect(figures.figures(a, { tenantId: b.tenantId, ...SPAN })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(figures.figures(a, { tenantId: a.tenantId, from: SPAN.until, until: SPAN.from })).rejects.toMatchObject({ slug: 'figures.bad_span' });
  });
});
