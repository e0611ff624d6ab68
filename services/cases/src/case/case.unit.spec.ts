import { asId, newId } from '@yagura/kernel';
import { CASE_STATUSES, type CaseStatus } from '@yagura/contracts';
import fc from 'fast-check';
import { changeSeverity, changeStatus, close, release, setVerdict, take, TRANSITIONS, type CaseState, type Change, type Decision } from './case';

const at = new Date('2026-11-22T10:00:00.000Z');
const ann = { id: newId(), name: 'Ann' };
const bob = { id: newId(), name: 'Bob' };

function stateIn(status: CaseStatus, change: Partial<CaseState> = {}): CaseState {
  const isDone = status === 'resolved' || status === 'closed';
  return {
    tenantId: asId<'tenant'>(newId()), caseId: newId(), number: 1, title: 'Encoded PowerShell', severity: 'medium', status, version: 3,
    holdReason: status === 'on_hold' ? 'customer' : null, acknowledgedAt: status === 'new' ? null : at, resolvedAt: isDone ? at : null,
    closedAt: status === 'closed' ? at : null, assignee: null, verdict: status === 'closed' ? 'benign' : null,
    verdictReason: status === 'closed' ? 'a known script' : null, ...change,
  };
}
const decision = (state: CaseState, by = ann): Decision => ({ by, at, expectedVersion: state.version });
const kinds = ({ facts }: Change): string[] => facts.map(({ kind }) => kind);

/** Rows: where a case stands. Columns: where somebody wants it. 'yes' is allowed, everything else names the refusal. */
const MOVES: Readonly<Record<CaseStatus, Readonly<Record<CaseStatus, string>>>> = {
  new: { new: 'case.transition_not_allowed', in_progress: 'yes', on_hold: 'yes', resolved: 'yes', closed: 'case.transition_not_allowed' },
  in_progress: { new: 'case.transition_not_allowed', in_progress: 'case.transition_not_allowed', on_hold: 'yes', resolved: 'yes', closed: 'case.transition_not_allowed' },
  on_hold: { new: 'case.transition_not_allowed', in_progress: 'yes', on_hold: 'case.transition_not_allowed', resolved: 'yes', closed: 'case.transition_not_allowed' },
  resolved: { new: 'case.transition_not_allowed', in_progress: 'yes', on_hold: 'case.transition_not_allowed', resolved: 'case.transition_not_allowed', closed: 'case.transition_not_allowed' },
  closed: { new: 'case.already_closed', in_progress: 'case.already_closed', on_hold: 'case.already_closed', resolved: 'case.already_closed', closed: 'case.already_closed' },
};

describe('the states of a case', () => {
  it.each(CASE_STATUSES.flatMap((from) => CASE_STATUSES.map((to) => [from, to, MOVES[from][to]] as const)))('from %s to %s: %s', (from, to, expected) => {
    const state = stateIn(from);
    const move = (): Change => changeStatus(state, to, to === 'on_hold' ? 'vendor' : null, decision(state));

    if (expected !== 'yes') {
      expect(move).toThrow(expect.objectContaining({ slug: expected }));
      return;
    }
    expect(move().state).toMatchObject({ status: to, holdReason: to === 'on_hold' ? 'vendor' : null, resolvedAt: to === 'resolved' ? at : null });
  });

  it('goes on hold only with a reason, and has a hold reason only there', () => {
    const state = stateIn('in_progress');

    expect(() => changeStatus(state, 'on_hold', null, decision(state))).toThrow(expect.objectContaining({ kind: 'InvalidInput', slug: 'case.hold_reason_needed' }));
    expect(() => changeStatus(state, 'resolved', 'customer', decision(state))).toThrow(expect.objectContaining({ slug: 'case.hold_reason_unfit' }));
  });

  it('forgets the resolution of a case that goes back to work', () => {
    const state = stateIn('resolved');

    expect(changeStatus(state, 'in_progress', null, decision(state)).state).toMatchObject({ status: 'in_progress', resolvedAt: null });
  });
});

describe('a decision on a case', () => {
  it('is acknowledged, assigned and put in progress by the first taking, one version for each fact', () => {
    const state = stateIn('new');

    const change = take(state, decision(state));

    expect(kinds(change)).toEqual(['acknowledged', 'assigned', 'status_changed']);
    expect(change.facts.map(({ after }) => after.version)).toEqual([4, 5, 6]);
    expect(change.state).toMatchObject({ assignee: ann, acknowledgedAt: at, status: 'in_progress', version: 6 });
  });

  it('keeps the first acknowledgement when a colleague takes the case over', () => {
    const first = new Date('2026-11-21T00:00:00.000Z');
    const state = stateIn('in_progress', { assignee: ann, acknowledgedAt: first });

    const change = take(state, decision(state, bob));

    expect(kinds(change)).toEqual(['assigned']);
    expect(change.state).toMatchObject({ assignee: bob, acknowledgedAt: first });
  });

  it('goes back to the queue from the hands of the person who works on it, and from nobody else’s', () => {
    const state = stateIn('in_progress', { assignee: ann });

    const change = release(state, decision(state));

    expect(kinds(change)).toEqual(['assigned']);
    expect(change.state).toMatchObject({ assignee: null, status: 'in_progress', version: state.version + 1 });
    expect(() => release(state, decision(state, bob))).toThrow(expect.objectContaining({ kind: 'Conflict', slug: 'case.not_yours' }));
    expect(() => release(stateIn('in_progress', { assignee: null }), decision(state))).toThrow(expect.objectContaining({ slug: 'case.not_yours' }));
  });

  it('changes nothing when the taker has the case already, or the severity is the one asked for', () => {
    const state = stateIn('in_progress', { assignee: ann });

    expect(take(state, decision(state))).toEqual({ state, facts: [] });
    expect(changeSeverity(state, 'medium', 'no change', decision(state))).toEqual({ state, facts: [] });
  });

  it.each([
    ['a status', (s: CaseState) => changeStatus(s, 'on_hold', 'customer', decision(s))],
    ['a verdict', (s: CaseState) => setVerdict(s, 'benign', 'known', decision(s))],
    ['a severity', (s: CaseState) => changeSeverity(s, 'low', 'lab machine', decision(s))],
  ])('acknowledges a new case by %s as well', (_what, decide) => {
    expect(kinds(decide(stateIn('new')))[0]).toBe('acknowledged');
  });

  it('refuses to close without a verdict', () => {
    const state = stateIn('resolved');

    expect(() => close(state, decision(state))).toThrow(expect.objectContaining({ kind: 'Conflict', slug: 'case.verdict_needed' }));
  });

  it('resolves a case at work on its way to closed', () => {
    const state = stateIn('on_hold', { verdict: 'true_positive', verdictReason: 'seen' });

    const change = close(state, decision(state));

    expect(kinds(change)).toEqual(['status_changed', 'closed']);
    expect(change.facts[0].after).toMatchObject({ status: 'resolved', holdReason: null, resolvedAt: at });
    expect(change.state).toMatchObject({ status: 'closed', resolvedAt: at, closedAt: at });
  });

  it('on a version that is no longer is refused, and the case stays as it was', () => {
    const state = stateIn('in_progress');

    expect(() => take(state, { ...decision(state), expectedVersion: 2 })).toThrow(expect.objectContaining({ kind: 'Conflict', slug: 'case.version_conflict' }));
  });
});

describe('any sequence of decisions', () => {
  const decide = fc.constantFrom<(s: CaseState) => Change>(
    (s) => take(s, decision(s)), (s) => take(s, decision(s, bob)), (s) => setVerdict(s, 'suspicious', 'why', decision(s)),
    (s) => changeSeverity(s, 'critical', 'why', decision(s)), (s) => close(s, decision(s)),
    ...Object.values(TRANSITIONS).flat().map((to) => (s: CaseState) => changeStatus(s, to, to === 'on_hold' ? 'customer' : null, decision(s))));

  it('keeps what the database checks: hold reason, resolution, closing, acknowledgement and one version per fact', () => {
    fc.assert(fc.property(fc.array(decide, { maxLength: 12 }), (steps) => {
      let state = stateIn('new');
      for (const step of steps) {
        let change: Change;
        try {
          change = step(state);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'Conflict' });
          continue;
        }
        expect(change.state.version).toBe(state.version + change.facts.length);
        state = change.state;
        expect(state.status === 'on_hold').toBe(state.holdReason !== null);
        expect(state.status === 'resolved' || state.status === 'closed').toBe(state.resolvedAt !== null);
        expect(state.status === 'closed').toBe(state.closedAt !== null);
        if (state.status === 'closed') expect(state.verdict !== null && state.acknowledgedAt !== null).toBe(true);
      }
    }));
  });
});
