import type { SlaMetric } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { Clock, Standing } from './clock';
import type { ClockRow } from './clock-row';
import { toClock } from './clock.mapping';
import type { HistoryEntry } from './history';
import type { Notice } from './notice';

/** The case's clock of a metric, locked. */
export async function takeClock(tx: TenantTx, caseId: string, metric: SlaMetric): Promise<Clock | undefined> {
  const [row] = await tx.sql<ClockRow>('select * from sla.clock where tenant_id = $1 and case_id = $2 and metric = $3 for update', [tx.tenantId, caseId, metric]);
  return row === undefined ? undefined : toClock(row);
}

/** The clock, locked, unless somebody else has it in hand. */
export async function takeFreeClock(tx: TenantTx, clockId: string): Promise<Clock | undefined> {
  const [row] = await tx.sql<ClockRow>('select * from sla.clock where tenant_id = $1 and id = $2 for update skip locked', [tx.tenantId, clockId]);
  return row === undefined ? undefined : toClock(row);
}

/** Adds a clock that has not been evaluated yet. */
export async function addClock(tx: TenantTx, clock: Clock, pinned: { readonly calendar: string; readonly tzVersion: string }): Promise<void> {
  await tx.execute(
    `insert into sla.clock (tenant_id, id, case_id, case_number, metric, severity, policy_id, policy_version, calendar, tz_version, target_sec, started_at,
       sequence, state, outcome, elapsed_ms, elapsed_pct, warned_pct, evaluated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 'not_started', 'pending', 0, 0, 0, $13)`,
    [tx.tenantId, clock.clockId, clock.caseId, clock.caseNumber, clock.metric, clock.severity, clock.policyId, clock.policyVersion, pinned.calendar, pinned.tzVersion,
      clock.targetSec, clock.startedAt, clock.evaluatedAt]);
}

export async function addEntries(tx: TenantTx, clockId: string, entries: readonly HistoryEntry[]): Promise<void> {
  await tx.execute(
    `insert into sla.clock_event (tenant_id, clock_id, sequence, kind, at, recorded_at, reason, data)
     select $1, $2, sequence, kind, at, $3, reason, case when target is null then '{}'::jsonb else jsonb_build_object('targetSec', target) end
     from unnest($4::int[], $5::text[], $6::timestamptz[], $7::text[], $8::int[]) as e (sequence, kind, at, reason, target)`,
    [tx.tenantId, clockId, tx.now, entries.map(({ sequence }) => sequence), entries.map(({ kind }) => kind), entries.map(({ at }) => at),
      entries.map(({ reason }) => reason), entries.map(({ targetSec }) => targetSec)]);
}

interface EntryRow extends Record<string, unknown> {
  readonly sequence: number; readonly kind: HistoryEntry['kind']; readonly at: Date; readonly recorded_at: Date; readonly reason: string | null; readonly target: number | null;
}

export async function historyOf(read: TenantRead, clockId: string): Promise<HistoryEntry[]> {
  const rows = await read.sql<EntryRow>(
    `select sequence, kind, at, recorded_at, reason, (data->>'targetSec')::int as target from sla.clock_event where tenant_id = $1 and clock_id = $2 order by sequence`,
    [read.tenantId, clockId]);
  return rows.map((row) => ({ sequence: row.sequence, kind: row.kind, at: row.at, recordedAt: row.recorded_at, reason: row.reason, targetSec: row.target }));
}

/** Stores what the history says now and answers what the columns said before. */
export async function saveStanding(tx: TenantTx, clock: Clock, standing: Standing, asOf: Date): Promise<Pick<Standing, 'state' | 'dueAt'>> {
  const [before] = await tx.sql<{ state: Standing['state']; due_at: Date | null }>(
    `update sla.clock c set severity = $3, target_sec = $4, sequence = $5, state = $6, outcome = $7, due_at = $8, elapsed_ms = $9, elapsed_pct = $10, warned_pct = $11,
       breached_at = $12, final_at = $13, evaluated_at = $14
     from (select state, due_at from sla.clock where tenant_id = $1 and id = $2) before
     where c.tenant_id = $1 and c.id = $2 returning before.state, before.due_at`,
    [tx.tenantId, clock.clockId, clock.severity, clock.targetSec, clock.sequence, standing.state, standing.outcome, standing.dueAt, Math.round(standing.elapsedSec * 1_000),
      standing.elapsedPct, standing.warnedPct, standing.breachedAt, standing.finalAt, asOf]);
  return { state: before.state, dueAt: before.due_at };
}

/** Notes what is to be told and answers those that nobody has told yet, in the order given. */
export async function noteNews(tx: TenantTx, clockId: string, notices: readonly Notice[]): Promise<Notice[]> {
  const added = await tx.sql<{ kind: string }>(
    `insert into sla.notice (tenant_id, clock_id, kind, revision, at, noticed_at)
     select $1, $2, kind, revision, at, $3 from unnest($4::text[], $5::int[], $6::timestamptz[]) as e (kind, revision, at)
     on conflict do nothing returning kind`,
    [tx.tenantId, clockId, tx.now, notices.map(({ kind }) => kind), notices.map(({ revision }) => revision), notices.map(({ at }) => at)]);
  const kinds = new Set(added.map(({ kind }) => kind));
  return notices.filter(({ kind }) => kinds.has(kind));
}
