import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asId, forTest, newId, type TenantContext, type TenantId } from '@yagura/kernel';
import { CaseAcknowledgedV1, CaseOpenedV1, CaseStatusChangedV1, TenantActivatedV1, slaApi, type Severity } from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { evaluateClock, type CalendarDefinition, type ClockEvent } from '@yagura/sla';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { Bell } from '@yagura/runtime';
import { CaseService } from '../case/case.service';
import { PolicyService } from '../policy/policy.service';
import { ScheduleService } from '../timer/schedule.service';
import { clockIdOf } from './clock';
import { ClockController } from './clock.controller';
import { ClockListService } from './clock-list.service';
import { ClockService } from './clock.service';
import { ReplayService } from './replay.service';

const GOLDEN = join(__dirname, '../../../../libs/contracts/golden/yagura.tenant.activated.v1/sample.json');
const { agreement } = TenantActivatedV1.data.parse(JSON.parse(readFileSync(GOLDEN, 'utf8')));

describe('looking at promises', () => {
  let database: TestDatabase;
  let sla: TenantDb;
  let controller: ClockController;
  let cases: CaseService;
  const a = newId<'tenant'>();
  const b = newId<'tenant'>();
  const provider = newId<'tenant'>();
  const customer = (tenantId: TenantId): TenantContext => forTest(tenantId, { audience: 'customer' });
  const analyst = (...scope: TenantId[]): TenantContext => forTest(provider, { audience: 'staff', readScope: scope });
  const page = (input: Record<string, unknown> = {}) => slaApi.clocks.input.parse(input);
  const month = { from: '2026-06-01T00:00:00+09:00', until: '2026-07-01T00:00:00+09:00' };
  const ids: string[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    sla = database.tenantDb('svc_sla');
    const policies = new PolicyService();
    controller = new ClockController(new ClockListService(sla), new ReplayService(sla, policies));
    cases = new CaseService(policies, new ClockService(policies, new ScheduleService(new Bell())));
    for (const tenantId of [a, b]) await sla.run(forTest(tenantId), (tx) => policies.agreed(tx, agreement));
    // Acknowledged within half an hour, twice in time and once late; one is still open, and each is resolved at nine.
    ids.push(await play(a, 'high', ['00:00', '00:20', '08:00']), await play(a, 'high', ['01:00', '01:30', '09:00']), await play(a, 'high', ['02:00', '02:30:00.001', '09:00']));
    ids.push(await play(a, 'critical', ['03:00']), await play(b, 'critical', ['04:00', '04:01', '04:02']));
  });

  afterAll(() => database.drop());

  async function play(tenantId: TenantId, severity: Severity, [opened, acknowledged, resolved]: string[]): Promise<string> {
    const caseId = newId();
    const on = (time: string): string => new Date(`2026-06-10T${time}Z`).toISOString();
    const facts = { tenantId, caseId, number: 1, version: 1, severity, title: 'A case' };
    const told = on(opened);
    await sla.run(forTest(tenantId), async (tx) => {
      await cases.opened(tx, CaseOpenedV1.data.parse({ ...facts, status: 'new', at: told, groupKey: 'g', findingIds: [], firstFindingAt: told }), new Date(told));
      if (acknowledged !== undefined) await cases.acknowledged(tx, CaseAcknowledgedV1.data.parse({ ...facts, status: 'new', at: on(acknowledged), by: newId() }), new Date(on(acknowledged)));
      if (resolved !== undefined) await cases.statusChanged(tx, CaseStatusChangedV1.data.parse({ ...facts, status: 'resolved', from: 'in_progress', at: on(resolved), holdReason: null }), new Date(on(resolved)));
    });
    return caseId;
  }

  it('lists them newest first, page by page, without a gap or a repetition', async () => {
    const ctx = analyst(a, b);
    const all = await controller.clocks(ctx, page({ first: 100 }));

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { items, nextCursor } = await controller.clocks(ctx, page({ first: 3, after }));
      seen.push(...items.map(({ clockId }) => clockId));
      after = nextCursor ?? undefined;
    } while (after !== undefined);

    expect(all.items).toHaveLength(10);
    expect(seen).toEqual(all.items.map(({ clockId }) => clockId));
    expect(all.items.map(({ startedAt }) => startedAt)).toEqual(all.items.map(({ startedAt }) => startedAt).sort().reverse());
  });

  it('narrows the list by tenant, cases, state and outcome, and refuses a cursor of another filter', async () => {
    const ctx = analyst(a, b);

    const running = await controller.clocks(ctx, page({ state: 'running' }));
    const broken = await controller.clocks(ctx, page({ outcome: 'breached', tenantId: a }));
    const ofCases = await controller.clocks(ctx, page({ caseIds: [ids[0], ids[4]], first: 2 }));

    expect(running.items.map(({ caseId }) => caseId)).toEqual([ids[3], ids[3]]);
    expect(broken.items.map(({ caseId, metric }) => [caseId, metric])).toEqual([[ids[2], 'acknowledge']]);
    expect(ofCases.items.every(({ caseId }) => caseId === ids[4])).toBe(true);
    await expect(controller.clocks(ctx, page({ state: 'running', after: ofCases.nextCursor }))).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
    await expect(controller.clocks(ctx, page({ after: 'bm9uc2Vuc2U' }))).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
  });

  it('lists for a span exactly the promises that its summary counts as kept or broken', async () => {
    const span = { finalFrom: '2026-06-10T00:20:00Z', finalUntil: '2026-06-10T08:00:00Z' };
    const { tenants: [counts] } = await controller.slaSummary(customer(a), { tenantId: a, from: span.finalFrom, until: span.finalUntil });
    const listed = async (outcome: 'met' | 'breached') => (await controller.clocks(customer(a), page({ ...span, outcome, first: 100 }))).items;

    expect([(await listed('met')).length, (await listed('breached')).length]).toEqual([counts.met, counts.breached]);
    expect([counts.met, counts.breached]).toEqual([2, 1]);
  });

  it('counts them per metric and severity and per tenant, cuts the share and divides nothing by zero', async () => {
    const { items, tenants } = await controller.slaSummary(analyst(a, b), { ...month, tenantId: null });

    expect(items.filter(({ tenantId }) => tenantId === a)).toEqual([
      { tenantId: a, metric: 'acknowledge', severity: 'critical', running: 1, met: 0, breached: 0, attainmentPct: null },
      { tenantId: a, metric: 'acknowledge', severity: 'high', running: 0, met: 2, breached: 1, attainmentPct: 66.66 },
      { tenantId: a, metric: 'resolve', severity: 'critical', running: 1, met: 0, breached: 0, attainmentPct: null },
      { tenantId: a, metric: 'resolve', severity: 'high', running: 0, met: 3, breached: 0, attainmentPct: 100 },
    ]);
    expect(tenants).toEqual([
      { tenantId: a, running: 2, met: 5, breached: 1, attainmentPct: 83.33 }, { tenantId: b, running: 0, met: 2, breached: 0, attainmentPct: 100 },
    ].sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1)));
  });

  it('counts a promise in the period in which it became final; the period’s end belongs to the next', async () => {
    const ctx = customer(a);
    const until = '2026-06-10T00:20:00Z';

    const before = await controller.slaSummary(ctx, { from: '2026-06-01T00:00:00Z', until });
    const from = await controller.slaSummary(ctx, { from: until, until: '2026-06-10T00:20:00.001Z' });

    expect(before.tenants).toMatchObject([{ met: 0, breached: 0 }]);
    expect(from.tenants).toMatchObject([{ met: 1, breached: 0 }]);
    await expect(controller.slaSummary(ctx, { from: until, until })).rejects.toMatchObject({ slug: 'period.empty' });
  });

  it('shows a customer its own and nothing of another company, in lists, counts and openings', async () => {
    const ctx = customer(b);
    const foreign = clockIdOf(a, ids[0], 'resolve');

    const all = await controller.clocks(ctx, page({ first: 100 }));
    const asked = await controller.clocks(ctx, page({ tenantId: a }));
    const ofCases = await controller.clocksOfCases(ctx, { caseIds: [ids[0]] });
    const counted = await controller.slaSummary(ctx, { ...month, tenantId: a });

    expect(all.items.map(({ tenantId }) => tenantId)).toEqual([b, b]);
    expect([asked.items, ofCases.items, counted.items, counted.tenants]).toEqual([[], [], [], []]);
    for (const caseId of [ids[0], newId()]) await expect(controller.clocksOfCase(ctx, { caseId })).rejects.toMatchObject({ kind: 'NotFound', slug: 'case.not_found' });
    expect((await controller.clocksOfCase(customer(a), { caseId: ids[0] })).items.length).toBeGreaterThan(0);
    await expect(controller.replay(ctx, { clockId: foreign })).rejects.toMatchObject({ kind: 'NotFound' });
    await expect(controller.replay(analyst(b), { clockId: foreign })).rejects.toMatchObject({ kind: 'NotFound' });
    expect((await controller.replay(customer(a), { clockId: foreign })).agrees).toBe(true);
  });

  it('opens a clock with all that its result depends on, so that anyone can compute it again', async () => {
    const shown = await controller.replay(customer(a), { clockId: clockIdOf(a, ids[2], 'acknowledge') });

    const events = shown.entries.map(({ kind, at, recordedAt, reason }) => ({ type: kind, at, recordedAt, ...(reason === null ? {} : { reason }) }) as ClockEvent);
    const again = evaluateClock({
      calendar: JSON.parse(shown.calendarDefinition) as CalendarDefinition, events, asOf: shown.asOf,
      policy: { targetSec: shown.entries[0].targetSec ?? 0, pauseOn: shown.pauseOn, warnPct: shown.warnPct, reopen: shown.reopen },
    });
    expect(again).toMatchObject({ ...shown.result, pausedSec: {} });
    expect(shown).toMatchObject({ agrees: true, result: { outcome: 'breached', breachAt: '2026-06-10T02:30:00Z', elapsedSec: 1_800.001, remainingSec: -0.001 } });
  });

  it('says so when the stored result is not what the history says', async () => {
    const clockId = clockIdOf(b, ids[4], 'resolve');
    await sla.run(forTest(b), (tx) => tx.execute("update sla.clock set due_at = due_at + interval '1 hour' where id = $1", [clockId]));

    expect((await controller.replay(customer(b), { clockId })).agrees).toBe(false);
  });

  it('records an opening by the provider’s people in the tenant’s log, and a look at a list under the provider', async () => {
    const owner = database.systemDb('audit_sequencer');
    const ctx = analyst(a, b);
    const openings = (): Promise<Record<string, unknown>[]> => owner.sql('select tenant_id, object_id, actor_id from audit.entry where action = $1', ['clock.opened_by_staff']);
    const before = (await openings()).length;
    const clockId = clockIdOf(a, ids[1], 'resolve');

    await controller.replay(ctx, { clockId });
    await controller.clocks(ctx, page());
    await controller.clocks(ctx, page());
    await controller.replay(customer(a), { clockId });

    expect((await openings()).slice(before)).toEqual([{ tenant_id: a, object_id: clockId, actor_id: ctx.actor.id }]);
    expect(await owner.sql('select tenant_id, list from audit.list_access where actor_id = $1', [ctx.actor.id])).toEqual([{ tenant_id: provider, list: 'sla_clocks' }]);
  });

  it('refuses the opening when it cannot be recorded', async () => {
    const clockId = clockIdOf(a, ids[1], 'resolve');
    const admin = database.systemDb('yagura_owner');
    await admin.sql('revoke insert on audit.entry from svc_sla');

    await expect(controller.replay(analyst(a), { clockId })).rejects.toMatchObject({ code: '42501' });
    await admin.sql('grant insert on audit.entry to svc_sla');
    expect((await controller.replay(analyst(asId<'tenant'>(a)), { clockId })).clock.clockId).toBe(clockId);
  });
});
