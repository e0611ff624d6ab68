import fc from 'fast-check';
import { CASE_STATUSES, HOLD_REASONS, SEVERITIES } from '@yagura/contracts';
import { evaluateClock, ALWAYS, type ClockEvent } from '@yagura/sla';
import { acknowledged, type CaseEntry, opened, severityChanged, statusChanged, type WatchedCase } from './watched-case';

const start = new Date('2026-06-01T00:00:00Z');
const fresh: WatchedCase = { caseId: '01980a3c-9100-7b22-8c33-0000000000c1', number: 1, severity: 'high', openedAt: start, holdReason: null, acknowledgedAt: null, resolvedAt: null, closedAt: null };
const later = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const told = (entries: readonly CaseEntry[]): string[] => entries.map((entry) => `${entry.metric} ${entry.kind}${'reason' in entry ? ` ${entry.reason}` : ''}`);

describe('what happens to a case, for its clocks', () => {
  it('a hold for one reason that becomes a hold for another ends and begins at the same instant', () => {
    const held = statusChanged(fresh, { status: 'on_hold', holdReason: 'customer', at: later(1) }).after;

    const { entries } = statusChanged(held, { status: 'on_hold', holdReason: 'vendor', at: later(2) });

    expect(told(entries)).toEqual(['acknowledge resume customer', 'acknowledge pause vendor', 'resolve resume customer', 'resolve pause vendor']);
  });

  it('resolving ends the work but not the wait for an acknowledgement, which a hold no longer stops', () => {
    const held = statusChanged(fresh, { status: 'on_hold', holdReason: 'customer', at: later(1) }).after;

    const { entries } = statusChanged(held, { status: 'resolved', holdReason: null, at: later(2) });

    expect(told(entries)).toEqual(['acknowledge resume customer', 'resolve stop resolved']);
  });

  it('a case that comes back on hold is back first and on hold second', () => {
    const resolved = statusChanged(acknowledged(fresh, later(1)).after, { status: 'resolved', holdReason: null, at: later(2) }).after;

    const { entries } = statusChanged(resolved, { status: 'on_hold', holdReason: 'customer', at: later(3) });

    expect(told(entries)).toEqual(['resolve reopen', 'resolve pause customer']);
  });

  it('closing what was resolved stops nothing twice, and nothing follows it', () => {
    const resolved = statusChanged(acknowledged(fresh, later(1)).after, { status: 'resolved', holdReason: null, at: later(2) }).after;
    const closed = statusChanged(resolved, { status: 'closed', holdReason: null, at: later(3) });

    expect(closed.entries).toEqual([]);
    expect(closed.after).toMatchObject({ resolvedAt: later(2), closedAt: later(3) });
    expect(statusChanged(closed.after, { status: 'in_progress', holdReason: null, at: later(4) }).entries).toEqual([]);
    expect(severityChanged(closed.after, 'low', later(4)).entries).toEqual([]);
  });

  it('never gives a clock an entry that is out of place, whatever happens to the case in whatever order', () => {
    const step = fc.oneof(
      fc.record({ status: fc.constantFrom(...CASE_STATUSES), holdReason: fc.constantFrom(null, ...HOLD_REASONS) }),
      fc.constant('acknowledge' as const), fc.constantFrom(...SEVERITIES),
    );
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let watched = fresh;
      const entries: CaseEntry[] = [...opened(fresh).entries];
      steps.forEach((one, index) => {
        const at = later(index + 1);
        const change = one === 'acknowledge' ? acknowledged(watched, at) : typeof one === 'string' ? severityChanged(watched, one, at) : statusChanged(watched, { ...one, at });
        watched = change.after;
        entries.push(...change.entries);
      });

      for (const metric of ['acknowledge', 'resolve'] as const) {
        const events = entries.filter((entry) => entry.metric === metric)
          .map(({ kind, at, ...rest }) => ({ type: kind, at: at.toISOString(), ...('reason' in rest ? { reason: rest.reason } : {}), ...(kind === 'retarget' ? { targetSec: 60 } : {}) }) as ClockEvent);
        const result = evaluateClock({ calendar: ALWAYS, events, asOf: later(100).toISOString(), policy: { targetSec: 3_600, pauseOn: HOLD_REASONS, reopen: metric === 'resolve' ? 'resume' : 'never' } });
        expect(result.dataErrors).toBe(0);
        const isOver = watched.closedAt !== null || (metric === 'acknowledge' ? watched.acknowledgedAt : watched.resolvedAt) !== null;
        const isHeld = watched.holdReason !== null && watched.holdReason !== 'unstated';
        expect(result.state).toBe(isOver ? 'stopped' : isHeld ? 'paused' : 'running');
      }
    }));
  });
});
