import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { CaseAcknowledgedV1, CaseOpenedV1, TenantActivatedV1 } from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { Bell } from '@yagura/runtime';
import { CaseService } from '../case/case.service';
import { clockIdOf } from '../clock/clock';
import { ClockService } from '../clock/clock.service';
import { PolicyService } from '../policy/policy.service';
import { CatchUp } from './catch-up';
import { ScheduleService } from './schedule.service';
import { TimerService } from './timer.service';
import { TimerWorker } from './timer.worker';

const GOLDEN = join(__dirname, '../../../../libs/contracts/golden/yagura.tenant.activated.v1/sample.json');
const { agreement } = TenantActivatedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));

describe('the timers of promises', () => {
  let database: TestDatabase;
  let sla: TenantDb;
  let cases: CaseService;
  let started: TimerWorker[] = [];
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());

  beforeEach(async () => {
    database = await testDatabase();
    sla = database.tenantDb('svc_sla');
    cases = service(new Bell());
    for (const ctx of [a, b]) {
      await sla.run(ctx, (tx) => new PolicyService().agreed(tx, { ...agreement, slaPolicy: { ...agreement.slaPolicy, targets: [
        { severity: 'critical', acknowledgeSec: 1, resolveSec: 2 }, { severity: 'high', acknowledgeSec: 3_600, resolveSec: 7_200 },
      ] } }));
    }
  });

  afterEach(async () => {
    for (const worker of started) await worker.stop();
    started = [];
    await database.drop();
  });

  const service = (bell: Bell): CaseService => {
    const policies = new PolicyService();
    return new CaseService(policies, new ClockService(policies, new ScheduleService(bell)));
  };

  /** A worker of a process of its own: own pool, own bell. */
  async function startWorker(warnings: unknown[] = []): Promise<TimerWorker> {
    const bell = new Bell();
    const db = database.tenantDb('svc_sla', 3);
    const worker = new TimerWorker(new TimerService(db, new ClockService(new PolicyService(), new ScheduleService(bell))), bell, new CatchUp(0), { warn: (facts: unknown) => { warnings.push(facts); } });
    started.push(worker);
    await worker.start();
    return worker;
  }

  async function open(ctx: TenantContext, severity: 'critical' | 'high', secondsAgo = 0): Promise<{ caseId: string; at: Date }> {
    const caseId = newId();
    const at = await sla.run(ctx, async (tx) => {
      const openedAt = new Date(tx.now.getTime() - secondsAgo * 1_000);
      await cases.opened(tx, CaseOpenedV1.data.parse({
        tenantId: ctx.tenantId, caseId, number: 1, version: 1, severity, status: 'new', title: 'A case', at: openedAt.toISOString(), groupKey: 'host:web01',
        findingIds: [], firstFindingAt: openedAt.toISOString(),
      }), openedAt);
      return openedAt;
    });
    return { caseId, at };
  }

  interface Told { readonly tenant_id: string; readonly type: string; readonly at: string; readonly case_id: string; readonly metric: string; readonly pct: string | null; readonly late: string | null }
  const told = (type: string): Promise<Told[]> => database.systemDb('lane_relay').sql<Told & Record<string, unknown>>(
    `select tenant_id, type, envelope->'data'->>'at' as at, envelope->'data'->>'caseId' as case_id, envelope->'data'->>'metric' as metric,
       envelope->'data'->>'warnPct' as pct, envelope->'data'->>'noticedLate' as late
     from lane.outbox where type = $1 order by at, case_id, metric, pct`, [`yagura.sla.clock_${type}.v1`]);

  it('tell every warning and every breach exactly once, at its instant, while two workers race for the clocks of two tenants', async () => {
    await startWorker();
    await startWorker();
    const opened = new Map<string, number>();
    for (let index = 0; index < 8; index += 1) {
      const { caseId, at } = await open(index % 2 === 0 ? a : b, 'critical');
      opened.set(caseId, at.getTime());
    }

    await eventually('all breaches', async () => (await told('breached')).length >= 16);
    await eventually('the end of all timers', async () =>
      (await sla.read(a, (read) => read.sql('select 1 from sla.timer where fired_at is null'))).length === 0
      && (await sla.read(b, (read) => read.sql('select 1 from sla.timer where fired_at is null'))).length === 0);

    const after = (one: Told): number => Date.parse(one.at) - (opened.get(one.case_id) ?? 0);
    const breaches = await told('breached');
    expect(breaches.map((one) => [one.metric, after(one), one.late]).sort()).toEqual(
      [...Array.from({ length: 8 }, () => ['acknowledge', 1_000, 'false']), ...Array.from({ length: 8 }, () => ['resolve', 2_000, 'false'])]);
    expect(breaches.filter(({ tenant_id: tenantId }) => tenantId === a.tenantId)).toHaveLength(8);
    const warned = await told('warned');
    expect(warned.map((one) => `${one.case_id} ${one.metric} ${one.pct ?? ''} ${after(one)}`).sort()).toEqual([...opened.keys()].flatMap((caseId) => [
      `${caseId} acknowledge 50 500`, `${caseId} acknowledge 75 750`, `${caseId} acknowledge 90 900`,
      `${caseId} resolve 50 1000`, `${caseId} resolve 75 1500`, `${caseId} resolve 90 1800`,
    ]).sort());
  });

  it('tell a breach after an outage with its own instant and as late', async () => {
    const { at } = await open(a, 'high');
    await database.shiftTime('3 hours');

    await startWorker();

    const breaches = await eventually('the breaches', async () => {
      const all = await told('breached');
      return all.length >= 2 && all;
    });
    expect(breaches.map((one) => [one.metric, Date.parse(one.at) - at.getTime(), one.late])).toEqual([['acknowledge', 3_600_000, 'true'], ['resolve', 7_200_000, 'true']]);
    const [clock] = await sla.read(a, (read) => read.sql("select outcome, state, warned_pct, final_at from sla.clock where metric = 'acknowledge'"));
    expect(clock).toEqual({ outcome: 'breached', state: 'running', warned_pct: 90, final_at: new Date(at.getTime() + 3_600_000) });
  });

  it('are not rung for a promise that was kept, although the news of it waited in the lane until after the instant of the breach', async () => {
    const { caseId, at } = await open(a, 'critical', 60);
    const stoppedAt = new Date(at.getTime() + 400);
    await sla.run(a, (tx) => cases.acknowledged(tx, CaseAcknowledgedV1.data.parse({
      tenantId: a.tenantId, caseId, number: 1, version: 2, severity: 'critical', status: 'new', title: 'A case', at: stoppedAt.toISOString(), by: newId(),
    }), stoppedAt));

    await startWorker();
    await eventually('the breach of the other clock', async () => (await told('breached')).length > 0);

    expect((await told('breached')).map(({ metric }) => metric)).toEqual(['resolve']);
    expect(await told('met')).toMatchObject([{ metric: 'acknowledge', at: stoppedAt.toISOString() }]);
    expect((await told('warned')).filter(({ metric }) => metric === 'acknowledge')).toEqual([]);
  });

  it('that are stale are dropped and tell nothing', async () => {
    const { caseId } = await open(a, 'high');
    const clockId = clockIdOf(a.tenantId, caseId, 'resolve');
    await sla.run(a, (tx) => tx.execute("insert into sla.timer (tenant_id, clock_id, kind, policy_version, sequence, at) values ($1, $2, 'breach', 1, 0, guard.now() - interval '1 minute')", [a.tenantId, clockId]));

    await startWorker();
    await eventually('the stale timer to go', async () => (await sla.read(a, (read) => read.sql('select 1 from sla.timer where sequence = 0'))).length === 0);

    expect([...await told('breached'), ...await told('warned')]).toEqual([]);
    const kinds = await sla.read(a, (read) => read.sql<{ kind: string }>('select kind from sla.timer where clock_id = $1 and fired_at is null order by at', [clockId]));
    expect(kinds.map(({ kind }) => kind)).toEqual(['warn50', 'warn75', 'warn90', 'due', 'breach']);
  });

  it('wait while the lane still has old news of cases', async () => {
    await open(a, 'critical', 60);
    let monotonic = 0;
    const bell = new Bell();
    const catchUp = new CatchUp(2_000, () => monotonic);
    const worker = new TimerWorker(new TimerService(sla, new ClockService(new PolicyService(), new ScheduleService(bell))), bell, catchUp, { warn: () => undefined });
    const fired = async (): Promise<boolean> => (await sla.read(a, (read) => read.sql('select 1 from sla.timer where fired_at is not null'))).length > 0;

    started.push(worker);
    await worker.start();
    await expect(eventually('a timer that fires', fired, 700)).rejects.toThrow('not within');
    monotonic = 2_000;
    bell.ring();

    await eventually('both breaches', async () => (await told('breached')).length === 2);
    expect(await fired()).toBe(true);
  });

  it('of a clock that cannot be evaluated are put off, and hold up no other tenant', async () => {
    const { caseId } = await open(a, 'critical');
    const admin = database.systemDb('yagura_owner');
    await admin.sql('alter table sla.clock_event no force row level security');
    await admin.sql("update sla.clock_event set data = '{}' where clock_id = $1", [clockIdOf(a.tenantId, caseId, 'acknowledge')]);
    const other = await open(b, 'critical');
    const warnings: unknown[] = [];

    await startWorker(warnings);
    await eventually('the other tenant’s breaches', async () => (await told('breached')).filter(({ case_id: id }) => id === other.caseId).length === 2);

    const [timer] = await sla.read(a, (read) => read.sql<{ attempts: number }>("select max(attempts) as attempts from sla.timer t where clock_id = $1 and fired_at is null", [clockIdOf(a.tenantId, caseId, 'acknowledge')]));
    expect(timer.attempts).toBeGreaterThan(0);
    expect(warnings.length).toBeGreaterThan(0);
    expect((await told('breached')).filter(({ case_id: id }) => id === caseId).map(({ metric }) => metric)).toEqual(['resolve']);
  });

  it('show a service no row of any tenant but what the look over all of them is for', async () => {
    await open(a, 'high');
    await open(b, 'critical', 1);

    const columns = await sla.read(forTest(newId<'tenant'>()), (read) => read.sql('select * from sla.due_timers(10, 0)'));
    const others = database.tenantDb('svc_cases').read(a, (read) => read.sql('select * from sla.due_timers(10, 0)'));

    expect(new Set(columns.flatMap((row) => Object.keys(row)))).toEqual(new Set(['tenant_id', 'clock_id', 'kind', 'at', 'sequence', 'wait_ms']));
    await expect(others).rejects.toMatchObject({ code: '42501' });
  });
});
