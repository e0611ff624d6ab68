import { asId } from '@yagura/kernel';
import type { ClockEntry, ClockMetV1, ClockReplay, ClockView, EventData, PromiseCounts, SlaSummary } from '@yagura/contracts';
import type { ClockResult } from '@yagura/sla';
import { type PinnedPolicy, reopenModeOf } from '../policy/policy';
import type { Clock, Standing } from './clock';
import type { ClockRow, CountRow } from './clock-row';
import type { HistoryEntry } from './history';

export const toClock = (row: ClockRow): Clock => ({
  clockId: asId<'clock'>(row.id), caseId: row.case_id, caseNumber: row.case_number, metric: row.metric, severity: row.severity, policyId: row.policy_id,
  policyVersion: row.policy_version, targetSec: row.target_sec, startedAt: row.started_at, sequence: row.sequence, evaluatedAt: row.evaluated_at,
});

/** What every event of a clock tells. */
export const factsOf = (tenantId: string, clock: Clock, standing: Standing): Omit<EventData<typeof ClockMetV1>, 'at'> => ({
  tenantId, clockId: clock.clockId, caseId: clock.caseId, metric: clock.metric, severity: clock.severity, policyVersion: clock.policyVersion,
  targetSec: clock.targetSec, state: standing.state, outcome: standing.outcome, dueAt: standing.dueAt?.toISOString() ?? null, elapsedSec: standing.elapsedSec,
  sequence: clock.sequence,
});

export const toView = (row: ClockRow): ClockView => ({
  tenantId: row.tenant_id, clockId: row.id, caseId: row.case_id, caseNumber: row.case_number, metric: row.metric, severity: row.severity,
  policyId: row.policy_id, policyVersion: row.policy_version, calendar: row.calendar, targetSec: row.target_sec, startedAt: row.started_at.toISOString(),
  state: row.state, outcome: row.outcome, dueAt: row.due_at?.toISOString() ?? null, elapsedSec: Number(row.elapsed_ms) / 1_000, elapsedPct: Number(row.elapsed_pct),
  warnedPct: row.warned_pct, breachedAt: row.breached_at?.toISOString() ?? null, finalAt: row.final_at?.toISOString() ?? null, sequence: row.sequence,
  evaluatedAt: row.evaluated_at.toISOString(),
});

export function toCounts(rows: readonly CountRow[]): Pick<SlaSummary, 'items' | 'tenants'> {
  const counts = ({ running, met, breached, attainment_pct: share }: CountRow): PromiseCounts =>
    ({ running, met, breached, attainmentPct: share === null ? null : Number(share) });
  return {
    items: rows.flatMap((row) => (row.metric === null || row.severity === null ? [] : [{ tenantId: row.tenant_id, metric: row.metric, severity: row.severity, ...counts(row) }])),
    tenants: rows.filter(({ is_total: isTotal }) => isTotal).map((row) => ({ tenantId: row.tenant_id, ...counts(row) })),
  };
}

const toEntry = ({ at, recordedAt, ...entry }: HistoryEntry): ClockEntry => ({ ...entry, at: at.toISOString(), recordedAt: recordedAt.toISOString() });

export function toReplay(row: ClockRow, policy: PinnedPolicy, history: readonly HistoryEntry[], result: ClockResult): ClockReplay {
  const isSame = (text: string | null, at: Date | null): boolean => (text === null ? null : Date.parse(text)) === (at?.getTime() ?? null);
  return {
    clock: toView(row), entries: history.map(toEntry), pauseOn: policy.pauseOn, warnPct: policy.warnPct, reopen: reopenModeOf(row.metric),
    calendarDefinition: JSON.stringify(policy.calendarDefinition), tzVersion: row.tz_version, asOf: result.asOf,
    result: {
      state: result.state, outcome: result.outcome, elapsedSec: result.elapsedSec, remainingSec: result.remainingSec, elapsedPct: result.elapsedPct, dueAt: result.dueAt,
      breachAt: result.breachAt, predictedBreachAt: result.predictedBreachAt, grossSec: result.grossSec,
      pausedSec: Object.entries(result.pausedSec).map(([reason, seconds]) => ({ reason, seconds })), dataErrors: result.dataErrors,
    },
    agrees: result.outcome === row.outcome && isSame(result.dueAt, row.due_at) && isSame(result.breachAt, row.breached_at),
  };
}
