import { evaluateClock } from './clock';
import type { ClockEvent, ClockPolicy } from './clock-event';
import { ALWAYS } from './named-calendars';
import { nextWakeups, reachedWakeups } from './wakeups';

const HOUR = 3600;
const on = (time: string): string => `2026-06-01T${time}:00Z`;
const start = (time = '08:00'): ClockEvent => ({ at: on(time), type: 'start' });
const stop = (time: string): ClockEvent => ({ at: on(time), type: 'stop' });
const reopen = (time: string): ClockEvent => ({ at: on(time), type: 'reopen' });
const pause = (time: string, reason = 'customer'): ClockEvent => ({ at: on(time), type: 'pause', reason });
const resume = (time: string, reason = 'customer'): ClockEvent => ({ at: on(time), type: 'resume', reason });
const assign = (time: string, owner: string): ClockEvent => ({ at: on(time), type: 'assign', owner });
type Retarget = Extract<ClockEvent, { type: 'retarget' }>;
const retarget = (time: string, mode: Retarget['mode'], hours: number, more: Partial<Retarget> = {}): ClockEvent =>
  ({ at: on(time), type: 'retarget', mode, targetSec: hours * HOUR, ...more });

const evaluate = (events: readonly ClockEvent[], asOf: string, policy: Partial<ClockPolicy> = {}, knownAt?: string) =>
  evaluateClock({ calendar: ALWAYS, policy: { targetSec: 4 * HOUR, pauseOn: ['customer', 'change'], reopen: 'resume', ...policy }, events, asOf: on(asOf), knownAt });

describe('a change of target', () => {
  test('upwards that is already late breaches at the change, not before', () => {
    const result = evaluate([start(), retarget('14:00', 'retroactive', 2)], '14:00', { targetSec: 24 * HOUR });

    expect(result).toMatchObject({ breached: true, breachAt: on('14:00'), dueAt: on('10:00'), elapsedSec: 6 * HOUR });
  });

  test('by carry keeps the used seconds, and when they suffice it is due at the change', () => {
    const result = evaluate([start(), retarget('11:00', 'carry', 2)], '11:30');

    expect(result).toMatchObject({ elapsedSec: 3.5 * HOUR, dueAt: on('11:00'), breachAt: on('11:00') });
  });

  test('in proportion keeps the used share exactly, also where it is no whole millisecond', () => {
    const third = evaluate([start(), retarget('09:00', 'proportional', 7)], '09:00', { targetSec: 3 * HOUR });
    const back = evaluate([start(), retarget('09:00', 'proportional', 7), retarget('09:00', 'proportional', 3)], '09:00', { targetSec: 3 * HOUR });

    expect([third.elapsedSec, third.elapsedPct]).toEqual([8400, 33.33]);
    expect([back.elapsedSec, back.dueAt]).toEqual([HOUR, on('11:00')]);
  });

  test('several times at one instant is decided by the last only', () => {
    const result = evaluate([start(), retarget('11:00', 'retroactive', 1), retarget('11:00', 'retroactive', 6)], '12:00');

    expect(result).toMatchObject({ breached: false, dueAt: on('14:00') });
  });

  test('by correction removes an earlier breach, but not for those who did not know of it yet', () => {
    const events = [start(), retarget('13:00', 'correct', 8, { recordedAt: on('13:00') })];

    expect(evaluate(events, '14:00')).toMatchObject({ breached: false, dueAt: on('16:00') });
    expect(evaluate(events, '14:00', {}, on('12:30'))).toMatchObject({ breached: true, breachAt: on('12:00') });
  });

  test('by correction dates a breach as if the new values had always applied', () => {
    expect(evaluate([start(), retarget('11:00', 'correct', 1)], '11:30')).toMatchObject({ breachAt: on('09:00') });
  });

  test('before the start replaces the first values', () => {
    expect(evaluate([retarget('07:00', 'carry', 1), start()], '08:30')).toMatchObject({ remainingSec: 1800, dueAt: on('09:00') });
  });

  test('on a stopped clock waits for the reopening, unless it corrects', () => {
    const waiting = [start(), stop('10:00'), retarget('11:00', 'retroactive', 1)];

    expect(evaluate(waiting, '12:00')).toMatchObject({ outcome: 'met', remainingSec: 2 * HOUR });
    expect(evaluate([...waiting, reopen('13:00')], '13:00')).toMatchObject({ outcome: 'breached', breachAt: on('13:00') });
    expect(evaluate([start(), stop('10:00'), retarget('11:00', 'correct', 1)], '12:00')).toMatchObject({ outcome: 'breached', breachAt: on('09:00') });
  });

  test('to another calendar counts only from the change when carried', () => {
    const nights = { tz: 'UTC', weekly: { mon: [['18:00', '20:00'] as const] } };

    const result = evaluate([start(), retarget('10:00', 'carry', 3, { calendar: nights })], '12:00');

    expect(result).toMatchObject({ elapsedSec: 2 * HOUR, dueAt: on('19:00') });
  });
});

describe('a reopened clock', () => {
  test('that never reopens stays stopped and reports no data error', () => {
    expect(evaluate([start(), stop('09:00'), reopen('10:00')], '11:00', { reopen: 'never' })).toMatchObject({ state: 'stopped', elapsedSec: HOUR, dataErrors: 0 });
  });

  test('that counts through shows its stopped result until then', () => {
    const events = [start(), stop('10:00'), reopen('15:00')];

    expect(evaluate(events, '14:00', { reopen: 'count_through' })).toMatchObject({ outcome: 'met', elapsedSec: 2 * HOUR });
    expect(evaluate(events, '15:00', { reopen: 'count_through' })).toMatchObject({ outcome: 'breached', breachAt: on('12:00') });
  });

  test('that restarts takes the values that waited and keeps the old cycle', () => {
    const result = evaluate([start(), stop('10:00'), retarget('11:00', 'carry', 1), reopen('12:00')], '12:30', { reopen: 'restart' });

    expect(result).toMatchObject({ elapsedSec: 1800, dueAt: on('13:00') });
    expect(result.cycles).toEqual([{ startedAt: on('08:00'), stoppedAt: on('10:00'), elapsedSec: 2 * HOUR, breached: false, breachAt: null }]);
  });
});

describe('a cancelled clock', () => {
  test('is final: later events change nothing and are counted', () => {
    const result = evaluate([start(), { at: on('09:00'), type: 'cancel' }, stop('10:00'), reopen('11:00')], '12:00');

    expect(result).toMatchObject({ state: 'cancelled', outcome: 'cancelled', elapsedSec: HOUR, dueAt: null, predictedBreachAt: null, dataErrors: 2 });
  });

  test('keeps a breach that was dated before', () => {
    expect(evaluate([start(), { at: on('13:00'), type: 'cancel' }], '14:00')).toMatchObject({ outcome: 'breached', breachAt: on('12:00') });
  });

  test('can be one that never started, not one that has stopped', () => {
    expect(evaluate([{ at: on('07:00'), type: 'cancel' }, start()], '09:00')).toMatchObject({ state: 'cancelled', elapsedSec: 0, dataErrors: 1 });
    expect(evaluate([start(), stop('09:00'), { at: on('10:00'), type: 'cancel' }], '11:00')).toMatchObject({ state: 'stopped', outcome: 'met', dataErrors: 1 });
  });
});

describe('time that did not count', () => {
  test('is explained by reason and owner: both sum to the open time', () => {
    const result = evaluate([
      start(), assign('08:30', 'T1'), pause('09:00'), pause('09:10', 'change'), resume('09:20'), resume('09:30', 'change'), assign('09:40', 'T2'), assign('09:50', 'T2'),
    ], '10:00');

    expect(result.byOwnerSec).toEqual({ unassigned: 1800, T1: 2400, T2: 1200 });
    expect(result.pausedSec).toEqual({ customer: 1200, change: 600 });
    expect([result.elapsedSec, result.grossSec]).toEqual([5400, 7200]);
  });

  test('an owner without counted time shows zero, and a proportional change keeps the sum', () => {
    const events = [start(), assign('08:00', 'T1'), assign('08:20', 'T2'), assign('08:20', 'T3'), retarget('08:50', 'proportional', 1.111), pause('08:50'), assign('08:55', 'T4')];

    const result = evaluate(events, '09:00');
    const owners = result.byOwnerSec ?? {};

    expect([owners['T2'], owners['T4']]).toEqual([0, 0]);
    expect(Math.round(Object.values(owners).reduce((sum, seconds) => sum + seconds * 1000, 0))).toBe(result.elapsedSec * 1000);
  });

  test('the percent does not move while paused, and unknown pause reasons do not pause', () => {
    const paused = [start(), pause('09:00')];

    expect(evaluate(paused, '09:00').elapsedPct).toBe(evaluate(paused, '20:00').elapsedPct);
    expect(evaluate([start(), pause('09:00', 'internal')], '10:00')).toMatchObject({ state: 'running', elapsedSec: 2 * HOUR, dataErrors: 0 });
  });
});

describe('the log', () => {
  test('counts what is out of place and guesses nothing', () => {
    const result = evaluate([pause('07:00'), start(), start('08:10'), pause('08:30'), pause('08:40'), resume('09:00'), resume('09:10'), stop('10:00'), stop('10:30'), pause('10:40'), reopen('11:00'), reopen('11:30')], '11:00');

    expect(result).toMatchObject({ state: 'running', elapsedSec: 1.5 * HOUR, dataErrors: 6 });
  });

  test('means the same in whatever order it arrives', () => {
    const events = [start(), pause('09:00'), resume('09:30'), assign('10:00', 'T1'), stop('11:00')];

    expect(evaluate([...events].reverse(), '12:00')).toEqual(evaluate(events, '12:00'));
  });

  test.each<[string, Partial<ClockPolicy>, ClockEvent[]]>([
    ['a target of zero', { targetSec: 0 }, [start()]],
    ['a target that is no number', { targetSec: Number.NaN }, [start()]],
    ['a pause without reason', {}, [start(), pause('09:00', '')]],
    ['a warning at no share', { warnPct: 0 }, [start()]],
  ])('with %s is refused', (_what, policy, events) => {
    expect(() => evaluate(events, '10:00', policy)).toThrow(expect.objectContaining({ slug: 'sla.invalid_clock' }));
  });
});

describe('warnings and timers', () => {
  test('have the shape of the policy and follow the rules of the due instant', () => {
    expect(evaluate([start()], '08:10', { warnPct: 75 }).warnAt).toBe(on('11:00'));
    expect(evaluate([start()], '08:10', { warnPct: [50, 90] }).warnAt).toEqual([on('10:00'), on('11:36')]);
    expect(evaluate([start(), pause('10:30')], '11:00', { warnPct: [50, 90] }).warnAt).toEqual([on('10:00'), null]);
    expect(evaluate([], '08:00', { warnPct: 50 }).warnAt).toBeNull();
  });

  test('lie ahead of the question, the breach one millisecond after its instant', () => {
    expect(nextWakeups(evaluate([start()], '11:00'))).toEqual([
      { kind: 'warn90', at: on('11:36') }, { kind: 'due', at: on('12:00') }, { kind: 'breach', at: '2026-06-01T12:00:00.001Z' },
    ]);
  });

  test('are none for a clock that stands still, and the reached ones can be asked for', () => {
    const paused = evaluate([start(), pause('11:00')], '11:30');

    expect(nextWakeups(paused)).toEqual([]);
    expect(reachedWakeups(paused)).toEqual([{ kind: 'warn50', at: on('10:00') }, { kind: 'warn75', at: on('11:00') }]);
    expect(nextWakeups(evaluate([start(), stop('09:00')], '09:30'))).toEqual([]);
  });

  test('that fire late do not move the breach', () => {
    expect(evaluate([start()], '23:00').breachAt).toBe(on('12:00'));
  });
});
