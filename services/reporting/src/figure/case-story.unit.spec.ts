import fc from 'fast-check';
import type { CaseEvent, CaseHistory } from '../fact/snapshot';
import { storyAt } from './case-story';

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 1, 0, minute));
const event = (minute: number, version: number, change: Partial<CaseEvent>): CaseEvent =>
  ({ version, kind: 'status_changed', at: at(minute), severity: 'high', status: 'new', from: null, holdReason: null, verdict: null, findingIds: [], ...change });
const history = (events: readonly CaseEvent[]): CaseHistory => ({ caseId: 'c', number: 7, title: 'A case', events });

const WHOLE = [
  event(0, 1, { kind: 'opened' }), event(5, 2, { kind: 'acknowledged', status: 'in_progress' }), event(9, 3, { status: 'on_hold', holdReason: 'customer' }),
  event(20, 4, { kind: 'verdict_set', status: 'on_hold', verdict: 'suspicious', findingIds: ['f1', 'f2'] }), event(30, 5, { status: 'resolved' }),
  event(40, 6, { status: 'in_progress' }), event(50, 7, { kind: 'verdict_set', status: 'in_progress', verdict: 'true_positive', findingIds: ['f2'] }),
  event(60, 8, { status: 'resolved' }), event(70, 9, { kind: 'closed', status: 'closed', verdict: 'true_positive' }),
];

describe('a case at an instant', () => {
  it.each([
    [4, { status: 'new', acknowledgedAt: null }], [5, { status: 'in_progress', acknowledgedAt: at(5) }], [9, { status: 'on_hold', holdReason: 'customer' }],
    [30, { status: 'resolved', resolvedAt: at(30), verdict: 'suspicious', holdReason: null }], [45, { status: 'in_progress', resolvedAt: null }],
    [70, { status: 'closed', resolvedAt: at(60), closedAt: at(70), verdict: 'true_positive' }],
  ])('after %i minutes is what its events until then made of it', (minute, expected) => {
    expect(storyAt(history(WHOLE), at(minute))).toMatchObject(expected);
  });

  it('gives each finding its last verdict', () => {
    expect([...storyAt(history(WHOLE), at(99))?.verdicts ?? []]).toEqual([['f1', { verdict: 'suspicious', at: at(20) }], ['f2', { verdict: 'true_positive', at: at(50) }]]);
  });

  it('closed without having been resolved counts as resolved by its closing', () => {
    expect(storyAt(history([WHOLE[0], event(8, 2, { kind: 'closed', status: 'closed', verdict: 'duplicate' })]), at(9))).toMatchObject({ resolvedAt: at(8) });
  });

  it('is not there before its opening is known', () => {
    expect(storyAt(history(WHOLE), new Date(at(0).getTime() - 1))).toBeUndefined();
    expect(storyAt(history(WHOLE.slice(1)), at(60))).toBeUndefined();
  });

  it('never changes by what happens later', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 9 }), (minute, known) => {
      const then = WHOLE.filter((one) => one.at <= at(minute));
      expect(storyAt(history(WHOLE), at(minute))).toEqual(storyAt(history(then), at(minute + known)));
    }));
  });
});
