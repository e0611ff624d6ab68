import type { ClockBreachedV1, ClockMetV1, ClockScheduledV1, EventData } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { ClockFacts } from './snapshot';

type ClockNews = Omit<EventData<typeof ClockScheduledV1> | EventData<typeof ClockMetV1> | EventData<typeof ClockBreachedV1>, 'policyVersion'>;

/**
 * Takes over what an event tells of a clock. The newest sequence describes it; the instants of kept and broken promises have sequences of
 * their own, so that a result that arrives after later news is not lost.
 */
export async function saveClock(tx: TenantTx, clock: ClockNews, result?: 'met' | 'breached'): Promise<void> {
  const metAt = result === 'met' ? clock.at : null;
  const breachedAt = result === 'breached' ? clock.at : null;
  await tx.sql(
    `insert into reporting.sla_clock as c (tenant_id, id, case_id, metric, severity, target_sec, state, outcome, due_at, elapsed_sec, sequence, changed_at, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
     on conflict (tenant_id, id) do update set severity = excluded.severity, target_sec = excluded.target_sec, state = excluded.state, outcome = excluded.outcome,
       due_at = excluded.due_at, elapsed_sec = excluded.elapsed_sec, sequence = excluded.sequence, changed_at = excluded.changed_at
     where excluded.sequence > c.sequence or (excluded.sequence = c.sequence and ($13 or c.outcome = 'pending'))`,
    [tx.tenantId, clock.clockId, clock.caseId, clock.metric, clock.severity, clock.targetSec, clock.state, clock.outcome, clock.dueAt, clock.elapsedSec, clock.sequence,
      clock.at, result !== undefined]);
  await tx.sql(
    `update reporting.sla_clock set started_at = least(started_at, $3),
       met_at = case when $4::timestamptz is not null and $6 >= coalesce(met_sequence, 0) then $4 else met_at end,
       met_sequence = case when $4::timestamptz is not null then greatest($6, coalesce(met_sequence, 0)) else met_sequence end,
       breached_at = case when $5::timestamptz is not null and $6 >= coalesce(breach_sequence, 0) then $5 else breached_at end,
       breach_sequence = case when $5::timestamptz is not null then greatest($6, coalesce(breach_sequence, 0)) else breach_sequence end
     where tenant_id = $1 and id = $2`, [tx.tenantId, clock.clockId, clock.at, metAt, breachedAt, clock.sequence]);
}

interface ClockRow extends Record<string, unknown> {
  readonly id: string; readonly case_id: string; readonly metric: ClockFacts['metric']; readonly severity: ClockFacts['severity']; readonly target_sec: number;
  readonly state: string; readonly outcome: ClockFacts['outcome']; readonly due_at: Date | null; readonly started_at: Date; readonly changed_at: Date;
  readonly met_at: Date | null; readonly breached_at: Date | null;
}

/** Clocks that were seen before `until` and were not final before `from`. */
export async function listClocks(read: TenantRead, from: Date, until: Date): Promise<ClockFacts[]> {
  const rows = await read.sql<ClockRow>(
    `select id, case_id, metric, severity, target_sec, state, outcome, due_at, started_at, changed_at, met_at, breached_at from reporting.sla_clock
     where tenant_id = $1 and started_at < $3 and (outcome = 'pending' or changed_at >= $2 or met_at >= $2 or breached_at >= $2) order by started_at, id`,
    [read.tenantId, from, until]);
  return rows.map((row) => ({
    clockId: row.id, caseId: row.case_id, metric: row.metric, severity: row.severity, targetSec: row.target_sec, outcome: row.outcome, isPaused: row.state === 'paused',
    dueAt: row.due_at, startedAt: row.started_at, finalAt: finalAt(row),
  }));
}

function finalAt(row: ClockRow): Date | null {
  switch (row.outcome) {
    case 'met': return row.met_at;
    case 'breached': return row.breached_at;
    case 'cancelled': return row.changed_at;
    case 'pending': return null;
  }
}
