import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import {
  AgreementChangedV1, CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, TenantActivatedV1,
  type AgreementFacts, type CaseStatus, type HoldReason, type Severity, type SlaMetric,
} from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { ConsumerRuntime, PostgresDomainEvents, publish } from '@yagura/messaging';
import { evaluateClock, NAMED_CALENDARS, type ClockEvent } from '@yagura/sla';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { Bell } from '@yagura/runtime';
import { CaseConsumer } from '../case/case.consumer';
import { CaseService } from '../case/case.service';
import { PolicyConsumer } from '../policy/policy.consumer';
import { PolicyService } from '../policy/policy.service';
import { CatchUp } from '../timer/catch-up';
import { ScheduleService } from '../timer/schedule.service';
import { clockIdOf } from './clock';
import type { ClockRow } from './clock-row';
import { ClockService } from './clock.service';

const GOLDEN = join(__dirname, '../../../../libs/contracts/golden/yagura.tenant.activated.v1/sample.json');
const activation = TenantActivatedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));
const agreement = (version: number, slaPolicy: Partial<AgreementFacts['slaPolicy']>): AgreementFacts =>
  ({ ...activation.agreement, version, slaPolicy: { ...activation.agreement.slaPolicy, ...slaPolicy } });

const log = { warn: () => undefined, error: () => undefined };

interface Told { readonly type: string; readonly data: Record<string, unknown> }

describe('the clocks of a case', () => {
  let database: TestDatabase;
  let tenants: TenantDb;
  let cases: TenantDb;
  let sla: TenantDb;
  let events: PostgresDomainEvents;
  let consumers: [PolicyConsumer, CaseConsumer];
  let service: CaseService;
  let runtime: ConsumerRuntime;
  // One tenant is served round the clock, the other in the business hours of Tokyo.
  const always = forTest(newId<'tenant'>());
  const daytime = forTest(newId<'tenant'>());
  const twin = forTest(newId<'tenant'>());

  beforeAll(async () => {
    database = await testDatabase();
    tenants = database.tenantDb('svc_tenants');
    cases = database.tenantDb('svc_cases');
    sla = database.tenantDb('svc_sla');
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    const policies = new PolicyService();
    service = new CaseService(policies, new ClockService(policies, new ScheduleService(new Bell())));
    consumers = [new PolicyConsumer(policies), new CaseConsumer(service, new CatchUp())];
    runtime = startRuntime();
    await events.start();
    await activate(always, agreement(1, {}));
    await activate(daytime, agreement(1, { policyId: newId(), calendar: 'tokyo_business_hours' }));
    await activate(twin, agreement(1, {}));
  });

  afterAll(async () => {
    await runtime.stop();
    await events.stop();
    await database.drop();
  });

  function startRuntime(): ConsumerRuntime {
    const made = new ConsumerRuntime('sla', sla, events, consumers, log);
    made.start();
    return made;
  }

  const activate = (ctx: TenantContext, facts: AgreementFacts): Promise<unknown> =>
    tenants.run(ctx, (tx) => publish(tx, TenantActivatedV1, { ...activation, tenantId: ctx.tenantId, agreement: facts }));

  /** One case as its own service tells about it. */
  class Teller {
    readonly caseId = newId();
    private severity: Severity = 'high';
    private status: CaseStatus = 'new';
    constructor(readonly ctx: TenantContext) {}

    private facts(): { tenantId: string; caseId: string; number: number; version: number; severity: Severity; status: CaseStatus; title: string } {
      return { tenantId: this.ctx.tenantId, caseId: this.caseId, number: 7, version: 1, severity: this.severity, status: this.status, title: 'A case' };
    }
    opening(at: string, severity: Severity = 'high') {
      this.severity = severity;
      return { ...this.facts(), at, groupKey: 'host:web01', findingIds: [newId()], firstFindingAt: at };
    }
    async opened(at: string, severity: Severity = 'high'): Promise<void> {
      const data = this.opening(at, severity);
      await cases.run(this.ctx, (tx) => publish(tx, CaseOpenedV1, data));
    }
    async acknowledged(at: string): Promise<void> {
      await cases.run(this.ctx, (tx) => publish(tx, CaseAcknowledgedV1, { ...this.facts(), at, by: newId() }));
    }
    async rated(at: string, severity: Severity): Promise<void> {
      const from = this.severity;
      this.severity = severity;
      await cases.run(this.ctx, (tx) => publish(tx, CaseSeverityChangedV1, { ...this.facts(), at, from }));
    }
    moving(at: string, status: CaseStatus, holdReason: HoldReason | null = null) {
      const from = this.status;
      this.status = status;
      return { ...this.facts(), at, from, holdReason };
    }
    async moved(at: string, status: CaseStatus, holdReason: HoldReason | null = null): Promise<void> {
      const data = this.moving(at, status, holdReason);
      await cases.run(this.ctx, (tx) => publish(tx, CaseStatusChangedV1, data));
    }
    async closed(at: string): Promise<void> {
      this.status = 'closed';
      await cases.run(this.ctx, (tx) => publish(tx, CaseClosedV1, { ...this.facts(), at, verdict: 'benign' }));
    }

    async clock(metric: SlaMetric): Promise<ClockRow | undefined> {
      const [row] = await sla.read(this.ctx, (read) => read.sql<ClockRow>('select * from sla.clock where case_id = $1 and metric = $2', [this.caseId, metric]));
      return row;
    }
    at(metric: SlaMetric, sequence: number): Promise<ClockRow> {
      return eventually(`the ${metric} clock at ${sequence}`, async () => {
        const row = await this.clock(metric);
        return row !== undefined && row.sequence >= sequence && row;
      });
    }
    async told(metric: SlaMetric): Promise<Told[]> {
      const rows = await database.systemDb('lane_relay').sql<{ type: string; data: Record<string, unknown> }>(
        "select type, envelope->'data' as data from lane.outbox where producer = 'sla' and key = $1 order by written", [clockIdOf(this.ctx.tenantId, this.caseId, metric)]);
      return rows.map(({ type, data }) => ({ type: type.replace(/^yagura\.sla\.clock_|\.v1$/g, ''), data }));
    }
    timers(): Promise<{ kind: string; at: Date; fired_at: Date | null }[]> {
      return sla.read(this.ctx, (read) => read.sql(
        'select t.kind, t.at, t.fired_at from sla.timer t join sla.clock c on c.tenant_id = t.tenant_id and c.id = t.clock_id where c.case_id = $1 order by t.at', [this.caseId]));
    }
  }

  // One origin for all instants of the file, so that their distances are what the titles say.
  const origin = Math.floor(Date.now() / 1000) * 1000;
  const minutesAgo = (minutes: number): string => new Date(origin - minutes * 60_000).toISOString();

  it('start with the case, on the calendar of each tenant’s own policy', async () => {
    // A Friday, half past five in the afternoon in Tokyo; a high case is to be acknowledged within half an hour and resolved within eight.
    const opened = '2026-06-05T08:30:00.000Z';
    const a = new Teller(always);
    const b = new Teller(daytime);

    await a.opened(opened);
    await b.opened(opened);

    expect((await a.at('resolve', 1)).due_at?.toISOString()).toBe('2026-06-05T16:30:00.000Z');
    expect((await b.at('resolve', 1)).due_at?.toISOString()).toBe('2026-06-08T07:30:00.000Z');
    expect((await a.at('acknowledge', 1)).due_at?.toISOString()).toBe('2026-06-05T09:00:00.000Z');
    const breach = (await b.told('acknowledge')).find(({ type }) => type === 'breached');
    // The half hour ends with the office's day, so more than that is used only from Monday morning on.
    expect(breach?.data).toMatchObject({ at: '2026-06-08T00:00:00.000Z', noticedLate: true, tenantId: daytime.tenantId });
  });

  it('write one timer for each instant at which something will happen, and tell the due instant', async () => {
    const one = new Teller(always);
    const opened = minutesAgo(1);

    await one.opened(opened);
    await one.at('resolve', 1);

    const start = Date.parse(opened);
    expect((await one.timers()).map(({ kind, at }) => [kind, at.getTime() - start])).toEqual([
      ['warn50', 900_000], ['warn75', 1_350_000], ['warn90', 1_620_000], ['due', 1_800_000], ['breach', 1_800_001],
      ['warn50', 14_400_000], ['warn75', 21_600_000], ['warn90', 25_920_000], ['due', 28_800_000], ['breach', 28_800_001],
    ]);
    expect(await one.told('acknowledge')).toMatchObject([{ type: 'scheduled', data: { state: 'running', targetSec: 1_800, dueAt: new Date(start + 1_800_000).toISOString() } }]);
  });

  it('stop the acknowledgement at the first human action and at no later one', async () => {
    const one = new Teller(always);
    await one.opened(minutesAgo(14));

    await one.acknowledged(minutesAgo(4));
    await one.acknowledged(minutesAgo(3.5));
    await one.moved(minutesAgo(3), 'in_progress');
    await one.moved(minutesAgo(2), 'on_hold', 'customer');
    await one.at('resolve', 2);

    const clock = await one.at('acknowledge', 2);
    expect(clock).toMatchObject({ state: 'stopped', outcome: 'met', elapsed_ms: '600000', sequence: 2, warned_pct: 0 });
    expect(clock.final_at).toEqual(clock.final_at && new Date(clock.started_at.getTime() + 600_000));
    expect((await one.told('acknowledge')).map(({ type }) => type)).toEqual(['scheduled', 'met']);
  });

  it('store exactly what the engine answers on the same history, through holds, a new severity and a return to work', async () => {
    const one = new Teller(daytime);
    const log: ClockEvent[] = [
      { type: 'start', at: '2026-06-04T00:10:00.000Z' },
      { type: 'pause', at: '2026-06-04T01:00:00.000Z', reason: 'customer' },
      { type: 'retarget', at: '2026-06-04T02:00:00.000Z', targetSec: 14_400 },
      { type: 'resume', at: '2026-06-05T03:00:00.000Z', reason: 'customer' },
      { type: 'pause', at: '2026-06-05T03:30:00.000Z', reason: 'vendor' },
      { type: 'resume', at: '2026-06-05T04:00:00.500Z', reason: 'vendor' },
      { type: 'stop', at: '2026-06-05T04:30:00.000Z' },
      { type: 'reopen', at: '2026-06-08T00:30:00.000Z' },
      { type: 'stop', at: '2026-06-08T01:00:00.000Z' },
    ];

    await one.opened(log[0].at);
    await one.acknowledged('2026-06-04T00:20:00.000Z');
    await one.moved(log[1].at, 'on_hold', 'customer');
    await one.rated(log[2].at, 'critical');
    await one.moved(log[3].at, 'in_progress');
    await one.moved(log[4].at, 'on_hold', 'vendor');
    await one.moved(log[5].at, 'in_progress');
    await one.moved(log[6].at, 'resolved');
    await one.moved(log[7].at, 'in_progress');
    await one.moved(log[8].at, 'resolved');
    const stored = await one.at('resolve', log.length);

    const expected = evaluateClock({
      calendar: 'tokyo_business_hours', calendars: NAMED_CALENDARS, events: log, asOf: stored.evaluated_at.toISOString(),
      policy: { targetSec: 28_800, pauseOn: ['customer'], reopen: 'resume', warnPct: [50, 75, 90] },
    });
    expect(stored).toMatchObject({ sequence: log.length, state: expected.state, outcome: expected.outcome, target_sec: 14_400, severity: 'critical' });
    expect({ elapsed: Number(stored.elapsed_ms) / 1_000, pct: Number(stored.elapsed_pct), due: stored.due_at?.getTime(), breach: stored.breached_at })
      .toEqual({ elapsed: expected.elapsedSec, pct: expected.elapsedPct, due: Date.parse(expected.dueAt ?? ''), breach: expected.breachAt });
    // By hand: 50 minutes, then 1.5 hours of Friday, of which the vendor's half hour counts, then half an hour of Monday.
    expect(expected.elapsedSec).toBe(50 * 60 + 90 * 60 + 30 * 60);
    expect((await one.told('resolve')).filter(({ type }) => type === 'met')).toHaveLength(2);
  });

  it('lose their due instant while the customer has the next move, and only for a reason that the policy names', async () => {
    const customer = new Teller(always);
    const vendor = new Teller(always);
    await customer.opened(minutesAgo(60));
    await vendor.opened(minutesAgo(60));

    await customer.moved(minutesAgo(50), 'on_hold', 'customer');
    await vendor.moved(minutesAgo(50), 'on_hold', 'vendor');

    expect(await customer.at('resolve', 2)).toMatchObject({ state: 'paused', due_at: null, elapsed_ms: '600000' });
    expect(await vendor.at('resolve', 2)).toMatchObject({ state: 'running' });
    expect((await customer.told('resolve')).at(-1)).toMatchObject({ type: 'scheduled', data: { state: 'paused', dueAt: null } });
    expect((await customer.timers()).filter(({ fired_at: firedAt }) => firedAt === null)).toEqual([]);
    await customer.moved(minutesAgo(20), 'in_progress');
    const resumed = await customer.at('resolve', 3);
    expect(resumed.due_at).toEqual(new Date(resumed.started_at.getTime() + (480 + 30) * 60_000));
  });

  it('break a promise at the change when a case was already too old for its new severity, and say so once', async () => {
    const one = new Teller(always);
    await one.opened(minutesAgo(300), 'high');
    const changed = minutesAgo(10);

    await one.rated(changed, 'critical');
    await one.rated(minutesAgo(5), 'high');
    await one.at('resolve', 3);

    const clock = await one.at('resolve', 3);
    expect(clock).toMatchObject({ outcome: 'breached', breached_at: new Date(changed), target_sec: 28_800, severity: 'high' });
    const breaches = (await one.told('resolve')).filter(({ type }) => type === 'breached');
    expect(breaches.map(({ data }) => data['at'])).toEqual([changed]);
  });

  it('keep the policy they started under; only new ones take the changed agreement', async () => {
    const ctx = forTest(newId<'tenant'>());
    await activate(ctx, agreement(1, {}));
    const before = new Teller(ctx);
    await before.opened(minutesAgo(5));
    await before.at('resolve', 1);

    await tenants.run(ctx, (tx) => publish(tx, AgreementChangedV1, { tenantId: ctx.tenantId, agreement: agreement(2, { version: 2, targets: [{ severity: 'high', acknowledgeSec: 60, resolveSec: 120 }] }) }));
    const after = new Teller(ctx);
    await after.opened(minutesAgo(1));
    await after.at('resolve', 1);
    await before.rated(minutesAgo(1), 'critical');

    expect(await before.at('resolve', 2)).toMatchObject({ policy_version: 1, target_sec: 14_400 });
    expect(await after.at('resolve', 1)).toMatchObject({ policy_version: 2, target_sec: 120 });
    // Nothing is promised for a critical case any more: what was promised stays in force.
    await after.rated(minutesAgo(0.5), 'critical');
    await after.closed(minutesAgo(0.2));
    expect(await after.at('resolve', 2)).toMatchObject({ state: 'stopped', severity: 'high', target_sec: 120, outcome: 'met' });
  });

  it('begin when a case rises into a severity that is promised', async () => {
    const one = new Teller(always);
    await one.opened(minutesAgo(40), 'low');
    await one.moved(minutesAgo(30), 'on_hold', 'customer');
    const risen = minutesAgo(10);

    await one.rated(risen, 'critical');

    expect(await one.at('resolve', 2)).toMatchObject({ started_at: new Date(risen), state: 'paused', target_sec: 14_400, elapsed_ms: '0' });
  });

  it('end with the case, also when nobody had acknowledged it', async () => {
    const one = new Teller(always);
    await one.opened(minutesAgo(8));

    await one.closed(minutesAgo(2));
    await one.moved(minutesAgo(1), 'in_progress');
    await one.opened(minutesAgo(1));
    const last = new Teller(always);
    await last.opened(minutesAgo(1));
    await last.at('resolve', 1);

    expect(await one.clock('acknowledge')).toMatchObject({ state: 'stopped', outcome: 'met', sequence: 2 });
    expect(await one.clock('resolve')).toMatchObject({ state: 'stopped', outcome: 'met', sequence: 2, elapsed_ms: '360000' });
  });

  it('leave nothing behind when the case comes before its tenant’s agreement, and start once that is known', async () => {
    const ctx = forTest(newId<'tenant'>());
    const early = new Teller(ctx);
    await early.opened(minutesAgo(3));
    const letters = await eventually('the dead letter', async () => {
      const found = await database.systemDb('lane_relay').sql<{ reason: string; attempts: number }>('select reason, attempts from lane.dead_letter where tenant_id = $1', [ctx.tenantId]);
      return found.length > 0 && found;
    });
    expect(letters).toEqual([{ reason: 'sla_policy.not_found', attempts: 3 }]);
    expect(await sla.read(ctx, (read) => read.sql('select id from sla.watched_case'))).toEqual([]);

    await activate(ctx, agreement(1, {}));
    await eventually('the policy', async () => (await sla.read(ctx, (read) => read.sql('select version from sla.policy'))).length > 0);
    await replayLane();

    expect(await early.at('resolve', 1)).toMatchObject({ state: 'running' });
  });

  it('reach the same end when every step dies before its commit and is delivered again, and nothing doubles when all is delivered twice', async () => {
    const steady = new Teller(always);
    const dying = new Teller(twin);
    const [t0, t1, t2, t3] = [minutesAgo(700), minutesAgo(600), minutesAgo(500), minutesAgo(100)];
    const diesOnce = async (work: (tx: Parameters<typeof service.opened>[0]) => Promise<void>): Promise<void> => {
      await expect(sla.run(twin, async (tx) => {
        await work(tx);
        throw new RangeError('killed');
      })).rejects.toThrow('killed');
    };

    await steady.opened(t0);
    await steady.moved(t1, 'on_hold', 'customer');
    await steady.moved(t2, 'in_progress');
    await steady.moved(t3, 'resolved');
    await diesOnce((tx) => service.opened(tx, CaseOpenedV1.data.parse(dying.opening(t0)), new Date()));
    await dying.opened(t0);
    await dying.at('resolve', 1);
    for (const [index, [at, status, hold]] of ([[t1, 'on_hold', 'customer'], [t2, 'in_progress', null], [t3, 'resolved', null]] as const).entries()) {
      const data = dying.moving(at, status, hold);
      await diesOnce((tx) => service.statusChanged(tx, CaseStatusChangedV1.data.parse(data), new Date()));
      await cases.run(twin, (tx) => publish(tx, CaseStatusChangedV1, data));
      await dying.at('resolve', index + 2);
    }
    await steady.at('resolve', 4);

    const end = async (one: Teller): Promise<unknown> => ({
      clocks: await sla.read(one.ctx, (read) => read.sql(
        'select metric, sequence, state, outcome, due_at, elapsed_ms, breached_at, final_at from sla.clock where case_id = $1 and metric = $2', [one.caseId, 'resolve'])),
      entries: await sla.read(one.ctx, (read) => read.sql(
        'select e.kind, e.at, e.reason, e.sequence from sla.clock_event e join sla.clock c on c.id = e.clock_id where c.case_id = $1 order by c.metric, e.sequence', [one.caseId])),
      notices: await sla.read(one.ctx, (read) => read.sql(
        'select c.metric, n.kind, n.revision, n.at from sla.notice n join sla.clock c on c.id = n.clock_id where c.case_id = $1 order by 1, 2, 3', [one.caseId])),
      told: (await one.told('resolve')).filter(({ type }) => type !== 'scheduled').map(({ type, data }) => [type, data['at'], data['warnPct']]),
    });
    expect(await end(dying)).toEqual(await end(steady));
    const before = await end(steady);
    await replayLane();
    const marker = new Teller(twin);
    await marker.opened(minutesAgo(1));
    await marker.at('resolve', 1);
    expect(await end(steady)).toEqual(before);
  });

  /** The group dies after its commits and before its cursor moves: everything is delivered again. */
  async function replayLane(): Promise<void> {
    await runtime.stop();
    await database.systemDb('lane_relay').sql("update lane.cursor set position = 0 where consumer = 'sla'");
    runtime = startRuntime();
  }

  it('show nothing to another tenant and take nothing from it', async () => {
    const one = new Teller(always);
    await one.opened(minutesAgo(2));
    const { id } = await one.at('resolve', 1);

    const foreign = await sla.read(daytime, (read) => read.sql('select id from sla.clock where id = $1', [id]));
    const changed = await sla.run(daytime, (tx) => tx.execute('update sla.clock set target_sec = 1 where id = $1', [id]));
    const planted = sla.run(daytime, (tx) => tx.execute(
      "insert into sla.clock_event (tenant_id, clock_id, sequence, kind, at, recorded_at) values ($1, $2, 99, 'stop', now(), now())", [always.tenantId, id]));

    expect(foreign).toEqual([]);
    expect(changed).toBe(0);
    await expect(planted).rejects.toMatchObject({ code: '42501' });
  });
});
