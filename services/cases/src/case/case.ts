import type { CaseStatus, HoldReason, Severity, Verdict } from '@yagura/contracts';
import { CaseAlreadyClosed, CaseNotYours, CaseVersionConflict, HoldReasonNeeded, HoldReasonUnfit, TransitionNotAllowed, VerdictNeeded } from './case.errors';

export interface Person { readonly id: string; readonly name: string }

/** A case as decisions see it. */
export interface CaseState {
  readonly tenantId: string; readonly caseId: string; readonly number: number; readonly title: string; readonly severity: Severity;
  readonly status: CaseStatus; readonly holdReason: HoldReason | null; readonly acknowledgedAt: Date | null; readonly resolvedAt: Date | null;
  readonly closedAt: Date | null; readonly assignee: Person | null; readonly verdict: Verdict | null; readonly verdictReason: string | null;
  readonly version: number;
}

/** What became true by a decision, one version each, in this order; `after` is the case as that fact left it. */
export type CaseFact = { readonly after: CaseState } & (
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'assigned'; readonly from: Person | null; readonly to: Person | null }
  | { readonly kind: 'severity_changed'; readonly from: Severity; readonly reason: string }
  | { readonly kind: 'status_changed'; readonly from: CaseStatus }
  | { readonly kind: 'verdict_set'; readonly verdict: Verdict; readonly reason: string }
  | { readonly kind: 'closed'; readonly verdict: Verdict });

/** The case after a decision and the facts that led there; no facts mean that nothing changed. */
export interface Change { readonly state: CaseState; readonly facts: readonly CaseFact[] }

/** Who decides, when, and which version of the case they saw. */
export interface Decision { readonly by: Person; readonly at: Date; readonly expectedVersion: number }

/** Where a status may lead by a change of status. Closed is reached by closing alone, and nothing leads out of it. */
export const TRANSITIONS: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  new: ['in_progress', 'on_hold', 'resolved'],
  in_progress: ['on_hold', 'resolved'],
  on_hold: ['in_progress', 'resolved'],
  resolved: ['in_progress'],
  closed: [],
};

/** Closed is read-only for everything, so this stands before every decision and before a comment. */
export function assertOpen(state: Pick<CaseState, 'status'>): void {
  if (state.status === 'closed') throw new CaseAlreadyClosed();
}

export function assertVersion(state: Pick<CaseState, 'version'>, expected: number): void {
  if (state.version !== expected) throw new CaseVersionConflict(state.version);
}

/** Assigns the case to whoever decides; a new case is in progress from then on. Taking one's own case changes nothing. */
export function take(state: CaseState, decision: Decision): Change {
  const change = begin(state, decision);
  const from = change.state.assignee;
  const assigned = from?.id === decision.by.id ? change : add(change, { assignee: decision.by }, { kind: 'assigned', from, to: decision.by });
  return assigned.state.status === 'new' ? moved(assigned, 'in_progress', null, decision.at) : assigned;
}

/** Gives one's own case back to the queue; its status and its acknowledgement stay. Throws CaseNotYours when it is another's or nobody's. */
export function release(state: CaseState, decision: Decision): Change {
  assertOpen(state);
  assertVersion(state, decision.expectedVersion);
  if (state.assignee?.id !== decision.by.id) throw new CaseNotYours();
  return add({ state, facts: [] }, { assignee: null }, { kind: 'assigned', from: state.assignee, to: null });
}

export function changeStatus(state: CaseState, to: CaseStatus, holdReason: HoldReason | null, decision: Decision): Change {
  assertOpen(state);
  assertVersion(state, decision.expectedVersion);
  if (!TRANSITIONS[state.status].includes(to)) throw new TransitionNotAllowed(state.status, to);
  if (to === 'on_hold' && holdReason === null) throw new HoldReasonNeeded();
  if (to !== 'on_hold' && holdReason !== null) throw new HoldReasonUnfit();
  return moved(begin(state, decision), to, holdReason, decision.at);
}

export function setVerdict(state: CaseState, verdict: Verdict, reason: string, decision: Decision): Change {
  return add(begin(state, decision), { verdict, verdictReason: reason }, { kind: 'verdict_set', verdict, reason });
}

/** Sets the severity by hand; the one it has already changes nothing. */
export function changeSeverity(state: CaseState, severity: Severity, reason: string, decision: Decision): Change {
  const change = begin(state, decision);
  return state.severity === severity ? change : add(change, { severity }, { kind: 'severity_changed', from: state.severity, reason });
}

/** Closes a case that has a verdict; one that is still at work is resolved on the way, so that every closed case has its resolution. */
export function close(state: CaseState, decision: Decision): Change {
  const change = begin(state, decision);
  if (state.verdict === null) throw new VerdictNeeded();
  const resolved = state.status === 'resolved' ? change : moved(change, 'resolved', null, decision.at);
  return add(resolved, { status: 'closed', closedAt: decision.at }, { kind: 'closed', verdict: state.verdict });
}

/** The first decision of a person acknowledges the case, whichever it is: from then on somebody of ours knows of it. */
function begin(state: CaseState, { at, expectedVersion }: Decision): Change {
  assertOpen(state);
  assertVersion(state, expectedVersion);
  const untouched: Change = { state, facts: [] };
  return state.acknowledgedAt === null ? add(untouched, { acknowledgedAt: at }, { kind: 'acknowledged' }) : untouched;
}

function moved(change: Change, to: CaseStatus, holdReason: HoldReason | null, at: Date): Change {
  return add(change, { status: to, holdReason, resolvedAt: to === 'resolved' ? at : null }, { kind: 'status_changed', from: change.state.status });
}

type Told<Fact> = Fact extends CaseFact ? Omit<Fact, 'after'> : never;

function add(change: Change, difference: Partial<CaseState>, told: Told<CaseFact>): Change {
  const after = { ...change.state, ...difference, version: change.state.version + 1 };
  return { state: after, facts: [...change.facts, { ...told, after } as CaseFact] };
}
