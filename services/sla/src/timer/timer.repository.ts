import type { TenantRead, TenantTx } from '@yagura/db';
import type { Clock } from '../clock/clock';
import { GRACE_MS, type Timer, type WaitingTimer } from './timer';

interface WaitingRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly clock_id: string; readonly kind: Timer['kind']; readonly at: Date; readonly sequence: number; readonly wait_ms: number;
}

/** Timers of all tenants that are due or soon will be, earliest first. */
export async function waitingTimers(read: TenantRead, cap: number): Promise<WaitingTimer[]> {
  const rows = await read.sql<WaitingRow>('select * from sla.due_timers($1, $2)', [cap, GRACE_MS]);
  return rows.map((row) => ({ tenantId: row.tenant_id, clockId: row.clock_id, kind: row.kind, at: row.at, sequence: row.sequence, waitMs: row.wait_ms }));
}

/** Marks what has been reached as fired, drops what no longer holds, and writes what comes next. */
export async function rewriteTimers(tx: TenantTx, clock: Clock, timers: readonly Timer[], asOf: Date): Promise<void> {
  await tx.execute('update sla.timer set fired_at = $4 where tenant_id = $1 and clock_id = $2 and sequence = $3 and fired_at is null and at <= $4',
    [tx.tenantId, clock.clockId, clock.sequence, asOf]);
  await tx.execute('delete from sla.timer where tenant_id = $1 and clock_id = $2 and fired_at is null', [tx.tenantId, clock.clockId]);
  await tx.execute(
    `insert into sla.timer as t (tenant_id, clock_id, kind, policy_version, sequence, at)
     select $1, $2, kind, $3, $4, at from unnest($5::text[], $6::timestamptz[]) as e (kind, at)
     on conflict (tenant_id, clock_id, kind, policy_version, sequence) do update set at = excluded.at, fired_at = null where t.at <> excluded.at`,
    [tx.tenantId, clock.clockId, clock.policyVersion, clock.sequence, timers.map(({ kind }) => kind), timers.map(({ at }) => at)]);
}

/** True while the clock has a timer that was to fire by `asOf` and did not. */
export async function hasDueTimer(tx: TenantTx, clockId: string, asOf: Date): Promise<boolean> {
  const [row] = await tx.sql<{ due: boolean }>(
    'select exists (select from sla.timer where tenant_id = $1 and clock_id = $2 and fired_at is null and at <= $3) as due', [tx.tenantId, clockId, asOf]);
  return row.due;
}

/** Puts off the due timers of a clock that could not be evaluated, so that it holds up no other; the pause doubles up to five minutes. */
export async function postponeTimers(tx: TenantTx, clockId: string): Promise<void> {
  await tx.execute(
    `update sla.timer set attempts = attempts + 1, next_try_at = now() + least(300, 2 ^ least(attempts, 10)) * interval '1 second'
     where tenant_id = $1 and clock_id = $2 and fired_at is null and at <= guard.now()`, [tx.tenantId, clockId]);
}
