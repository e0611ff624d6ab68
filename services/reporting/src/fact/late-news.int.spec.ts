import { ClockBreachedV1, ClockScheduledV1, type EventType } from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { applyTo } from '../../sample/apply';
import { Story, type ToldEvent } from '../../sample/story';
import { reportPeriod } from '../figure/period';
import { buildReport, factsFrom } from '../report/build-report';
import type { ReportDocument } from '../report/report-document';
import { FactConsumer } from './fact.consumer';
import { FactService } from './fact.service';
import type { Snapshot } from './snapshot';

const FROM = new Date('2026-06-01T00:00:00Z');
const UNTIL = new Date('2026-07-01T00:00:00Z');

describe('news that arrive late', () => {
  let database: TestDatabase;
  let db: TenantDb;
  const facts = new FactService();
  const consumer = new FactConsumer(facts);

  const newStory = (): { ctx: TenantContext; story: Story } => {
    const ctx = forTest(newId<'tenant'>());
    return { ctx, story: new Story({ tenantId: ctx.tenantId, name: 'Late', language: 'en', timeZone: 'UTC' }, '2026-05-01T00:00:00Z') };
  };
  const apply = (story: Story, events: readonly ToldEvent[] = story.events): Promise<void> => applyTo(db, consumer, story, events);
  const snapshotOf = (ctx: TenantContext): Promise<Snapshot> => db.run(ctx, async (tx) => facts.snapshot(tx, await facts.hold(tx), FROM, UNTIL));
  const juneOf = (ctx: TenantContext): Promise<ReportDocument> => db.run(ctx, async (tx) => {
    const tenant = await facts.hold(tx);
    const period = reportPeriod('2026-06', { timeZone: tenant.timeZone, now: new Date('2026-08-01T00:00:00Z'), watermark: tenant.watermark });
    return buildReport(await facts.snapshot(tx, tenant, factsFrom(period), period.until), period);
  });

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_reporting');
  });

  afterAll(() => database.drop());

  it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[2, 0, 1]]])('leave a broken promise broken when it broke, in the order %j', async (order) => {
    const { ctx, story } = newStory();
    const clock = { tenantId: ctx.tenantId, clockId: newId(), caseId: newId(), metric: 'resolve', severity: 'high', policyVersion: 1, targetSec: 60, dueAt: '2026-06-03T00:01:00Z', elapsedSec: 0 };
    const told = (event: EventType, at: string, rest: object): ToldEvent => ({ event, time: at, data: event.data.parse({ ...clock, at, ...rest }) });
    const news = [
      told(ClockScheduledV1, '2026-06-03T00:00:00Z', { state: 'running', outcome: 'pending', sequence: 1 }),
      told(ClockBreachedV1, '2026-06-03T00:01:00Z', { state: 'running', outcome: 'breached', sequence: 1, noticedLate: false }),
      told(ClockScheduledV1, '2026-06-09T00:00:00Z', { state: 'stopped', outcome: 'breached', sequence: 2, severity: 'critical' }),
    ];
    await apply(story);
    await apply(story, order.map((at) => news[at]));

    expect((await snapshotOf(ctx)).clocks).toEqual([
      expect.objectContaining({ outcome: 'breached', severity: 'critical', finalAt: new Date('2026-06-03T00:01:00Z'), startedAt: new Date('2026-06-03T00:00:00Z') }),
    ]);
  });

  it('do not bring an older agreement back', async () => {
    const { ctx, story } = newStory();
    await apply(story);
    const before = story.events.length;
    story.changeAgreement(3, { language: 'ja', timeZone: 'Asia/Tokyo' }, '2026-06-05T00:00:00Z');
    story.changeAgreement(2, { language: 'en', timeZone: 'Europe/London' }, '2026-06-04T00:00:00Z');
    await apply(story, story.events.slice(before));

    expect((await snapshotOf(ctx)).tenant).toMatchObject({ language: 'ja', timeZone: 'Asia/Tokyo', watermark: new Date('2026-06-05T00:00:00Z') });
  });

  it('of a source’s batches move its last sign of life forward only, and its month stays its own', async () => {
    const { ctx, story } = newStory();
    story.addSource('fw', 'firewall', '2026-05-01T01:00:00Z');
    story.batch('fw', '2026-05-31T23:59:00Z', 1);
    story.batch('fw', '2026-06-30T23:59:30Z', 10);
    story.batch('fw', '2026-06-30T23:58:00Z', 100);
    story.batch('fw', '2026-07-01T00:00:00Z', 1_000);
    await apply(story, [...story.events].reverse());

    const { sources, trend } = await juneOf(ctx);
    expect(sources).toEqual([expect.objectContaining({ accepted: '110', daysWithData: 1, state: 'active', lastReceivedAt: '2026-06-30T23:59:30.000Z' })]);
    expect(trend.map(({ month }) => month)).toEqual(['2026-05', '2026-06']);
  });

  it('of a source’s name find its counts, which were nameless until then', async () => {
    const { ctx, story } = newStory();
    story.batch('unheard-of', '2026-06-10T00:00:00Z', 5);
    await apply(story);

    expect((await juneOf(ctx)).sources).toEqual([expect.objectContaining({ name: null, accepted: '5' })]);
    const before = story.events.length;
    story.addSource('unheard-of', 'firewall', '2026-06-12T00:00:00Z');
    await apply(story, story.events.slice(before));
    expect((await juneOf(ctx)).sources).toEqual([expect.objectContaining({ name: 'unheard-of', accepted: '5' })]);
  });

  it('keep a case in the months in which it lived, and out of the others', async () => {
    const { ctx, story } = newStory();
    const base = { severity: 'high' as const, findings: [], verdict: 'benign' as const };
    story.case('fw', { ...base, number: 1, title: 'over in May', openedAt: '2026-05-03T00:00:00Z', resolvedAt: '2026-05-31T23:59:59Z' });
    story.case('fw', { ...base, number: 2, title: 'from May into June', openedAt: '2026-05-03T00:00:00Z', resolvedAt: '2026-06-01T00:00:00Z' });
    story.case('fw', { ...base, number: 3, title: 'open since May', openedAt: '2026-05-03T00:00:00Z' });
    story.case('fw', { ...base, number: 4, title: 'of July', openedAt: '2026-07-01T00:00:00Z' });
    await apply(story);

    const { cases, figures } = await juneOf(ctx);
    expect(cases.map(({ number, isOpen, isCarriedOver }) => ({ number, isOpen, isCarriedOver }))).toEqual([
      { number: 3, isOpen: true, isCarriedOver: true }, { number: 2, isOpen: false, isCarriedOver: true },
    ]);
    expect(figures).toMatchObject({ openCases: 1, funnel: { casesOpened: 0 } });
  });
});
